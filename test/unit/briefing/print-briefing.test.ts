import { jest } from '@jest/globals';
import { composeBriefing } from '../../../services/briefing/compose-briefing.js';
import { printBriefing } from '../../../services/briefing/word/print-briefing.js';
import { briefingInput } from './briefing-input.js';
import { zipMembers } from './zip-members.js';

const print = async (sample = true) => printBriefing(composeBriefing(briefingInput(() => 31, { sample })));

const printed = new Map<boolean, Promise<Buffer>>();

const partsOf = async (sample = true) => {
  const bytes = printed.get(sample) ?? print(sample);
  printed.set(sample, bytes);
  const members = zipMembers(await bytes);
  return (name: string) => members.get(name)?.text ?? '';
};

describe('the printed briefing', () => {
  it('has the page of GB/T 9704: A4, margins, grid', async () => {
    const body = (await partsOf())('word/document.xml');
    expect(body).toMatch(/<w:pgSz w:w="11906" w:h="16838"/);
    expect(body).toMatch(/<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1587"/);
    expect(body).toMatch(/<w:docGrid w:type="linesAndChars" w:linePitch="579"/);
  });

  it('numbers its pages — 1 —, odd ones at the right and even ones at the left, in 四号宋体', async () => {
    const part = await partsOf();
    expect(part('word/settings.xml')).toContain('<w:evenAndOddHeaders');
    for (const [footer, side] of [
      ['word/footer1.xml', 'right'],
      ['word/footer2.xml', 'left'],
    ] as const) {
      expect(part(footer)).toContain(`<w:jc w:val="${side}"/>`);
      expect(part(footer)).toMatch(/— <\/w:t>.*PAGE.*> —<\/w:t>/s);
      expect(part(footer)).toContain('w:eastAsia="宋体"');
      expect(part(footer)).toContain('<w:sz w:val="28"/>');
    }
  });

  it('names an East Asian font in every run, the standard ones in their places', async () => {
    const body = (await partsOf())('word/document.xml');
    const runs = (body.match(/<w:r>.*?<\/w:r>/gs) ?? []).filter((run) => !run.includes('<w:drawing>'));
    expect(runs.length).toBeGreaterThan(100);
    for (const run of runs) expect(run).toMatch(/w:eastAsia="(方正小标宋简体|仿宋_GB2312|楷体_GB2312|黑体)"/);
    expect(fontOf(body, '一、工伤保险运行情况')).toBe('黑体');
    expect(fontOf(body, '（一）参保情况')).toBe('楷体_GB2312');
    expect(fontOf(body, '吉林省工伤预防联席会议')).toBe('方正小标宋简体');
    expect(body).toContain('w:firstLineChars="200"');
  });

  it('repeats the headings of tables on each page and never splits a row', async () => {
    const body = (await partsOf())('word/document.xml');
    const tables = body.match(/<w:tbl>.*?<\/w:tbl>/gs) ?? [];
    expect(tables.length).toBe(30);
    for (const table of tables) {
      expect(table).toContain('<w:tblHeader/>');
      const rows = table.match(/<w:tr>.*?<\/w:tr>/gs) ?? [];
      for (const row of rows) expect(row).toContain('<w:cantSplit/>');
    }
  });

  it('numbers its tables in order', async () => {
    const body = (await partsOf())('word/document.xml');
    const numbers = [...body.matchAll(/>表(\d+)\u3000/g)].map(([, number]) => Number(number));
    expect(numbers).toEqual(Array.from({ length: 30 }, (_, index) => index + 1));
  });

  it('marks made-up data on every page and under the title, and real data nowhere', async () => {
    const sample = await partsOf(true);
    for (const part of ['word/document.xml', 'word/header1.xml', 'word/header2.xml'])
      expect(sample(part)).toContain('【示例数据】');
    const real = await partsOf(false);
    for (const part of ['word/document.xml', 'word/header1.xml', 'word/header2.xml'])
      expect(real(part)).not.toContain('示例');
  });

  it('is the same, byte for byte, whenever it is printed', async () => {
    const first = await print();
    jest.useFakeTimers({
      now: new Date('2031-05-06T07:08:09Z'),
      doNotFake: ['nextTick', 'setImmediate', 'setTimeout'],
    });
    const later = await print().finally(() => jest.useRealTimers());
    expect(later.equals(first)).toBe(true);
    const core = zipMembers(first).get('docProps/core.xml')?.text;
    expect(core).toContain('2026-02-10T02:30:00Z');
    for (const { stamp } of zipMembers(first).values()) expect(stamp).toBe(0x0021_0000);
  });
});

function fontOf(body: string, text: string): string | undefined {
  const run = (body.match(/<w:r>.*?<\/w:r>/gs) ?? []).find((each) => each.includes(`>${text}<`));
  return run?.match(/w:eastAsia="([^"]+)"/)?.[1];
}
