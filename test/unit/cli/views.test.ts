import { contentOf } from '../../../services/cli/content-type.js';
import { definitionLines, gapLines } from '../../../services/cli/gap-view.js';
import type { HubClient } from '../../../services/cli/hub-client.js';
import { receiptExitCode, receiptLines, withRejects, type FullReceipt } from '../../../services/cli/receipt-view.js';
import { historyLines, pageLines } from '../../../services/cli/record-view.js';

const reject = (rowNumber: number) => ({
  ...{
    rowNumber,
    code: 'CODE_UNKNOWN',
    severity: 'error',
    heading: '职业病代码',
    zh: '没有这个代码。',
    remedy: '请改正。',
  },
});
const receipt = (more: Partial<FullReceipt> = {}): FullReceipt => ({
  ...{ batchId: 'b-1', feed: 'occupational-disease', sourceId: 'hc', acceptedAt: '', asOf: null },
  rows: { submitted: 3, new: 2, corrected: 0, retracted: 0, unchanged: 0, rejected: 1 },
  states: { waiting: 0, published: 0, applied: 2, parked: 0, discarded: 0 },
  stateLabel: '已进入共享数据集',
  notes: [],
  warnings: 0,
  findings: [reject(2)],
  rejects: [reject(2)],
  ...more,
});

describe('a receipt on the terminal', () => {
  it('tells rows by outcome and each rejected row with heading, reason and remedy', () => {
    expect(receiptLines(receipt(), true)).toEqual([
      '批次 b-1（hc occupational-disease）：已进入共享数据集',
      '共 3 行：新增 2，更正 0，撤回 0，无变化 0，退回 1',
      '  第 2 行“职业病代码”：没有这个代码。请改正。',
      '改好后重报：hub receipt b-1 --rejects 退回.xlsx',
    ]);
  });

  it('says the heading once', () => {
    const rejects = [{ ...reject(2), zh: '「职业病代码」为必填项，不能为空。' }];
    expect(receiptLines(receipt({ rejects }), true)).toContain('  第 2 行：「职业病代码」为必填项，不能为空。请改正。');
  });

  it('shows ten rejects and where the rest is; a dry run says that nothing is kept', () => {
    const rejects = Array.from({ length: 12 }, (_, index) => reject(index));
    const lines = receiptLines(receipt({ rejects }), false);
    expect([lines[0], lines.length, lines.at(-1)]).toEqual([
      expect.stringContaining('未保存'),
      13,
      expect.stringContaining('--json'),
    ]);
  });

  it('fetches the rejects, which warnings may have pushed out of the receipt', async () => {
    const asked: string[] = [];
    const get = async (url: string) => {
      asked.push(url);
      return { rejects: [reject(2), { ...reject(2), severity: 'warning' }] };
    };
    const client = { get } as unknown as HubClient;
    expect((await withRejects(receipt(), client, 'http://door', true)).rejects).toEqual([reject(2)]);
    expect(asked).toEqual(['http://door/v1/batches/b-1/rejects?limit=20']);
    expect((await withRejects(receipt(), client, 'http://door', false)).rejects).toEqual([reject(2)]);
    expect(asked).toHaveLength(1);
  });

  it('exits with 2 for rejected, parked and discarded rows, else with 0', () => {
    const rows = { ...receipt().rows, rejected: 0 };
    expect(receiptExitCode(receipt())).toBe(2);
    expect(receiptExitCode(receipt({ rows }))).toBe(0);
    expect(receiptExitCode(receipt({ rows, states: { ...receipt().states, parked: 1 } }))).toBe(2);
  });
});

describe('a file to be sent', () => {
  it('has its type by extension', () => {
    expect(contentOf('a.b/认定.XLSX').contentType).toMatch(/spreadsheetml/);
    expect(contentOf('x.csv.gz')).toEqual({ contentType: 'text/csv', headers: { 'content-encoding': 'gzip' } });
    expect(() => contentOf('x.pdf')).toThrow(/扩展名 csv、xlsx/);
    expect(() => contentOf('csv')).toThrow(/不能从文件名判断/);
  });
});

describe('records on the terminal', () => {
  it('are a line each, with where to go on', () => {
    const record = { sourceId: 's', recordId: 'r', operation: 'RETRACT', period: '2024-01', reportingUnit: 'u' };
    const names = { 'worker.sex': '男', conclusion: '认定工伤' };
    expect(pageLines({ records: [{ ...record, names }], next: 'abc' })).toEqual([
      's r 2024-01（已撤回） 男，认定工伤',
      '共 1 条；还有更多，用 --cursor abc 继续',
    ]);
    expect(pageLines({ records: [], next: null })).toEqual(['没有符合条件的记录。']);
  });

  it('with all versions show what the current one says, by its labels', () => {
    const version = {
      ...{ operation: 'ASSERT', eventId: 'e', header: { acceptedAt: '2024-06-01T00:00:00Z' } },
      ...{
        position: { topic: 't', partition: 1, offset: 2 },
        isCurrent: true,
        payload: { accidentNumber: 'A-1', division: '220100' },
      },
    };
    const lines = historyLines({
      sourceId: 's',
      eventType: 'work-safety-accident',
      recordId: 'r',
      versions: [version],
      ...{ supersededBy: [], supersedes: ['old'] },
      links: [
        {
          ...{ label: '同一起事故重复报告', ruleLabel: '同一县区、同一分钟发生' },
          other: { eventType: 'work-safety-accident', sourceId: 's', recordId: 'r2' },
        },
      ],
    });
    expect(lines.slice(0, 4)).toEqual([
      'work-safety-accident s r：1 个版本',
      '    接替 old 的同编号记录',
      '● 2024/6/1 08:00:00 申报（现行），事件 e',
      '    消息 t 分区 1 位置 2',
    ]);
    expect(lines).toContainEqual(expect.stringMatching(/：A-1$/));
    expect(lines).toContainEqual(expect.stringMatching(/：220100（长春市）$/));
    expect(lines.slice(-2)).toEqual(['↔ 同一起事故重复报告：生产安全事故 s r2', '    依据：同一县区、同一分钟发生']);
  });

  it('say whose record stands instead of theirs', () => {
    const history = { sourceId: 'old', eventType: 'work-safety-accident', recordId: 'r', versions: [], links: [] };
    expect(historyLines({ ...history, supersededBy: ['new'], supersedes: [] })).toEqual([
      'work-safety-accident old r：0 个版本',
      '    已由 new 的同编号记录接替，不再计入统计和关联',
    ]);
  });
});

describe('a gap list on the terminal', () => {
  it('counts every state, then shows rows with what they wait for', () => {
    const row = {
      ...{ record: { sourceId: 's', recordId: 'r' }, divisionName: '长春市', employer: { name: '某厂' }, daysOver: 3 },
      ...{ stateLabel: '黄色', startedOn: '2024-01-02', reasonLabels: ['报送说明不全'] },
      missing: [{ sourceId: null, eventType: 'injury-determination', months: ['2024-01', '2024-02'] }],
    };
    const gap = { id: 'G1', label: '未申请', definition: '口径' };
    const page = { gap, asOf: '2024-06-01', counts: { RED: 2 }, rows: [row], next: 'abc' };
    const states = ['RED', 'AMBER'].map((code) => ({ code, label: code }));
    expect(gapLines(page, states)).toEqual([
      'G1 未申请（截至 2024-06-01）',
      '  RED：2',
      '  AMBER：0',
      '黄色 s r 长春市 某厂 起算日 2024-01-02，超期 3 天',
      '    原因：报送说明不全',
      '    待补报送说明：各来源系统 injury-determination（2024-01 等 2 个月）',
      '还有更多，用 --cursor abc 继续，或用 --out <文件.xlsx> 导出全部',
    ]);
    expect(definitionLines([{ ...gap, states }])).toEqual(['G1 未申请', '    口径']);
  });
});
