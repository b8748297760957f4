import { connectors } from '../../connectors/generated/feed-index.js';
import type { Feed } from '../../connectors/connector.js';
import { codeList, codeListIds } from '../../schemas/code-lists/code-list.js';
import type { EventContract } from '../../schemas/contract.js';
import { eventContracts } from '../../schemas/generated/contract-index.js';
import { declaredRules } from '../../schemas/record-check.js';
import { DEFAULT_NAMESPACE, eventTopic } from '../../schemas/topics.js';

/** 数据字典: what every event, feed, rule and code list says, made from the contracts themselves. */
export function dataDictionary(): string {
  return [
    '# 数据字典 Data dictionary',
    '',
    'Made by `npm run generate` from the contracts, feeds, rules and code lists; do not edit.',
    '',
    ...eventContracts.flatMap(eventSection),
    '# 报送列 Columns that departments send',
    '',
    ...connectors.flatMap(({ label, department, feeds }) =>
      feeds.flatMap((feed) => feedSection(label, department, feed)),
    ),
    '# 代码表 Code lists',
    '',
    ...table(
      ['代码表', '名称', '条目', '来源'],
      codeListIds().map((id) => [id, codeList(id).label, String(codeList(id).entries.length), codeList(id).source]),
    ),
  ].join('\n');
}

function eventSection(contract: EventContract): string[] {
  const topics = connectors
    .filter(({ feeds }) => feeds.some((feed) => feed.eventType === contract.eventType))
    .map(({ department }) => `\`${eventTopic(DEFAULT_NAMESPACE, department, contract.eventType)}\``);
  return [
    `# ${contract.label} ${contract.eventType}`,
    '',
    contract.doc,
    '',
    `Contract ${contract.contractVersion} · 主题 ${topics.join('、')} · 所属期取 ${contract.period.join(' → ')} · 统计地区取 ${contract.place}`,
    '',
    ...table(
      ['字段', '名称', '类型', '必填', '级别', '代码表', '说明'],
      contract.fields.map((field) => [
        field.path,
        field.label,
        field.avroType,
        field.nullable || field.default !== undefined ? '' : '是',
        field.sensitivity,
        field.codeList ?? '',
        field.doc,
      ]),
    ),
    `## 校验规则 Rules of ${contract.eventType}`,
    '',
    ...table(
      ['规则', '级别', '字段', '说明', 'Meaning'],
      declaredRules(contract).map((rule) => [
        rule.code,
        severity(rule.severity),
        rule.fields.join(', '),
        rule.zh,
        rule.en,
      ]),
    ),
  ];
}

function feedSection(departmentLabel: string, department: string, feed: Feed): string[] {
  return [
    `## ${departmentLabel} · ${feed.label} (${department}/${feed.feed})`,
    '',
    `版本依据 ${feed.basisKind}`,
    '',
    ...table(
      ['列名', 'JSON', '必填', '要求', '示例'],
      feed.columns.map((column) => [
        column.heading,
        column.key,
        column.required ? '是' : '',
        column.expects,
        column.example,
      ]),
    ),
    ...table(
      ['规则', '级别', '列', '说明', 'Meaning'],
      feed.rules.map((rule) => [rule.code, severity(rule.severity), rule.fields.join(', '), rule.zh, rule.en]),
    ),
  ];
}

const severity = (value: 'error' | 'warning'): string => (value === 'error' ? '退回' : '提示');

function table(headings: string[], rows: string[][]): string[] {
  const line = (cells: string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
  return [line(headings), line(headings.map(() => '---')), ...rows.map(line), ''];
}
