import fc from 'fast-check';
import { accidentSentence } from '../../../services/briefing/sentences/accident-sentence.js';
import { chineseDate, chineseMinute } from '../../../services/briefing/sentences/chinese-date.js';
import { percent } from '../../../services/briefing/sentences/percentage.js';
import { ranking } from '../../../services/briefing/sentences/ranking.js';
import { yearOnYear } from '../../../services/briefing/sentences/year-on-year.js';

describe('the year-on-year clause', () => {
  it.each([
    [120, 100, '同比增加20件，上升20.0%'],
    [100, 120, '同比减少20件，下降16.7%'],
    [100, 100, '与上年持平'],
    [0, 0, '与上年持平'],
    [7, 0, '上年同期为0'],
    [12, 10, '同比增加2件，上升20.0%（基数较小，变化幅度仅供参考）'],
    [0, 25, '同比减少25件，下降100.0%（基数较小，变化幅度仅供参考）'],
    [20001, 20000, '同比增加1件，上升不足0.1%'],
  ])('of %i after %i says %s', (now, before, expected) => {
    expect(yearOnYear(now, before, '件')).toBe(expected);
  });
});

describe('the accident sentence', () => {
  const toll = (accidents: number, deaths: number) => ({ accidents, deaths });

  it.each([
    [toll(8, 4), toll(10, 5), '发生事故8起、死亡4人，同比减少2起、少死亡1人，分别下降20.0%和20.0%'],
    [toll(10, 6), toll(8, 5), '发生事故10起、死亡6人，同比增加2起、多死亡1人，分别上升25.0%和20.0%'],
    [toll(10, 4), toll(8, 5), '发生事故10起、死亡4人，同比增加2起、少死亡1人，事故起数上升25.0%，死亡人数下降20.0%'],
    [toll(10, 5), toll(10, 5), '发生事故10起、死亡5人，同比持平'],
    [toll(10, 5), toll(8, 5), '发生事故10起、死亡5人，同比增加2起、死亡人数持平，事故起数上升25.0%'],
    [toll(10, 6), toll(10, 5), '发生事故10起、死亡6人，同比起数持平、多死亡1人，死亡人数上升20.0%'],
    [toll(10, 2), toll(8, 0), '发生事故10起、死亡2人，同比增加2起、多死亡2人，事故起数上升25.0%，上年同期死亡人数为0'],
    [toll(3, 1), toll(0, 0), '发生事故3起、死亡1人，上年同期无事故'],
    [toll(0, 0), toll(0, 0), '无事故，同比持平'],
    [toll(0, 0), toll(3, 2), '无事故，同比减少3起、少死亡2人'],
    [toll(0, 0), toll(3, 0), '无事故，同比减少3起'],
  ])('of %j after %j says %s', (now, before, expected) => {
    expect(accidentSentence(now, before)).toBe(expected);
  });

  it('names what happened', () => {
    expect(accidentSentence(toll(0, 0), toll(0, 0), '较大以上事故')).toBe('无较大以上事故，同比持平');
  });

  it('never shows what is not a number, whatever the tolls', () => {
    const any = fc.record({ accidents: fc.nat(3), deaths: fc.nat(3) });
    fc.assert(
      fc.property(any, any, (now, before) => {
        expect(accidentSentence(now, before)).not.toMatch(/NaN|Infinity|undefined|null|-\d|，$|，，/);
      }),
    );
  });
});

describe('a percentage', () => {
  it.each([
    [1, 8, '12.5%'],
    [1, 3, '33.3%'],
    [2, 3, '66.7%'],
    [1, 2000, '0.1%'],
    [1, 2001, '不足0.1%'],
    [0, 5, '0.0%'],
    [1005, 1000, '100.5%'],
  ])('%i of %i is %s', (part, whole, expected) => {
    expect(percent(part, whole)).toBe(expected);
  });

  it('is refused without a whole', () => {
    expect(() => percent(1, 0)).toThrow(RangeError);
  });
});

describe('dates and rankings', () => {
  it('are written as official documents write them', () => {
    expect(chineseDate('2026-01-05')).toBe('2026年1月5日');
    expect(chineseMinute(Date.UTC(2026, 0, 4, 16, 5))).toBe('2026年1月5日0时05分');
  });

  it('name the largest, equal ones in the order of the table, and never nought', () => {
    const rows = [
      { label: '甲', value: 1 },
      { label: '乙', value: 3 },
      { label: '丙', value: 1 },
      { label: '丁', value: 0 },
    ];
    expect(ranking(rows, '件', 5)).toBe('乙3件（占60.0%）、甲1件（占20.0%）、丙1件（占20.0%）');
  });
});
