import { gaps, type GapState } from '../../../schemas/gaps/gap.js';
import type { Block } from '../briefing-document.js';
import { sourceLine, type BriefingInput } from '../briefing-input.js';
import { totalOf, type ComparedFigure } from '../compared-figure.js';
import { chineseDate } from '../sentences/chinese-date.js';
import { shanghaiDate } from '../../../schemas/period.js';
import { percent } from '../sentences/percentage.js';
import { courseTable } from './course-table.js';
import { notFiledTable } from './not-filed-table.js';
import { paragraph, part, section } from './paragraph.js';

const SHARES = [
  { label: '申请比例（%）', part: 'filed', whole: 'traceable' },
  { label: '认定比例（%）', part: 'recognised', whole: 'traceable' },
];

/** 关联分析: what two departments' records say together. Left out while there is nothing to link. */
export function links(input: BriefingInput): Block[] {
  const parts = [...casualties(input), ...diagnoses(input), ...notFiled(input)];
  return parts.length === 0 ? [] : [section('关联分析'), ...parts];
}

function casualties(input: BriefingInput): Block[] {
  const { year, figures } = input;
  const figure = figures.casualtiesCourse;
  if (totalOf(figure, 'persons').now === 0) return [];
  return [
    part('事故伤亡人员与工伤认定'),
    paragraph(
      `${year}年发生的生产安全事故中，${chain(figure, 'persons', '逐人登记的伤亡人员', '人')}` +
        '伤亡人员不都是应当参加工伤保险的职工，未关联到工伤认定的需逐人核实。',
    ),
    courseTable(figure, {
      caption: `${year}年事故伤亡人员的工伤认定情况`,
      first: '伤害程度',
      source: sourceLine(input, figure, figures.decided),
      shares: SHARES,
    }),
  ];
}

function diagnoses(input: BriefingInput): Block[] {
  const { year, figures } = input;
  const figure = figures.diagnosesCourse;
  if (totalOf(figure, 'diagnosed').now === 0) return [];
  return [
    part('职业病诊断与工伤认定'),
    paragraph(`${year}年${chain(figure, 'diagnosed', '新诊断的职业病', '例')}`),
    courseTable(figure, {
      caption: `${year}年新发职业病的工伤认定情况`,
      first: '职业病类别',
      source: sourceLine(input, figure, figures.decided),
      shares: SHARES,
    }),
  ];
}

/** `…90人，其中身份可以比对的81人；截至数据截止时间，已申请工伤认定40人（占可比对的49.4%），已认定39人。` */
function chain(figure: ComparedFigure, all: string, noun: string, unit: string): string {
  const of = (measure: string) => totalOf(figure, measure).now;
  const share = of('traceable') > 0 ? `（占可比对的${percent(of('filed'), of('traceable'))}）` : '';
  return (
    `${noun}${of(all)}${unit}，其中身份可以比对的${of('traceable')}${unit}；截至数据截止时间，` +
    `已申请工伤认定${of('filed')}${unit}${share}，已认定（视同）工伤${of('recognised')}${unit}。`
  );
}

function notFiled(input: BriefingInput): Block[] {
  const { states } = input.notFiled;
  const all = Object.values(states).reduce((sum, rows) => sum + rows, 0);
  const gap = gaps().get('G1');
  if (all === 0 || !gap) return [];
  const of = (state: GapState) => states[state];
  return [
    part('确诊职业病未申请工伤认定'),
    paragraph(
      `截至${chineseDate(shanghaiDate(input.asOf))}，历年确诊职业病${all}例中，已申请工伤认定或者诊断已改变的${of('CLOSED')}例；` +
        `超过30日未申请的${of('AMBER')}例，超过1年未申请的${of('RED')}例；未到期的${of('NOT_DUE')}例。` +
        `另有${of('NOT_ASSESSABLE')}例因有关部门尚未说明报送齐全或者人员身份未识别，无法判定，不视为未申请。`,
    ),
    ...(of('AMBER') + of('RED') > 0
      ? [
          paragraph(
            '建议由人力资源和社会保障部门会同卫生健康部门逐例核实，督促用人单位依法申请；对超过1年的，核实有无依法不计入期限的情形。',
          ),
        ]
      : []),
    notFiledTable(input, gap),
  ];
}
