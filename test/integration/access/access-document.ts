import { ACCESS, CALLERS, PUBLIC, STRANGERS, declaredFor, type CallerName } from './access-table.js';

const callers = Object.keys(CALLERS) as CallerName[];

/** The matrix for people, from the table that the test has found true. */
export function accessDocument(): string {
  const table = Object.entries(ACCESS).map(([route, row]) => {
    const cells = callers.map((caller) => short(declaredFor(row, caller)));
    return `| \`${route}\` | \`${row.right}\` | ${cells.join(' | ')} |`;
  });
  return [
    '# 访问权限矩阵',
    '',
    '谁在哪个接口、对哪个来源系统得到什么答复。本页由测试生成：测试以每种身份逐一调用各服务的全部接口，答复与本页不符即不通过；新增接口未列入本页也不通过。',
    '',
    '每格三个答复，依次为：**甲系统**（本部门）、**乙系统**（同一部门的另一来源系统）、**其他部门的来源系统**；三者相同的只写一个。`∅` 表示答复中没有该来源系统的内容。`intake` 为该来源系统所属部门的报送服务。',
    '',
    '| 列 | 身份 |',
    '| --- | --- |',
    ...callers.map((caller, at) => `| ${letter(at)} | ${CALLERS[caller]} |`),
    '',
    `以下情形在所有接口（权限为 \`public\` 的除外）一律答复 401：${Object.values(STRANGERS).join('、')}。接口说明 \`${PUBLIC}\` 对任何人公开。`,
    '',
    `| 接口 | 权限 | ${callers.map((_, at) => letter(at)).join(' | ')} |`,
    `| --- | --- | ${callers.map(() => '---').join(' | ')} |`,
    ...table,
    '',
  ].join('\n');
}

const letter = (at: number): string => String.fromCharCode('A'.charCodeAt(0) + at);

const short = (answers: readonly string[]): string =>
  new Set(answers).size === 1 ? (answers[0] ?? '') : answers.join(' / ');
