import { TOTAL, UNSTATED } from '../../dataset/figures/figure-table.js';
import type { Block, TableBlock, TableRow } from '../briefing-document.js';
import type { BriefingInput, DepartmentIntake } from '../briefing-input.js';
import { countCell, shareCell, textCell, type Cell } from '../cell.js';
import type { ComparedFigure } from '../compared-figure.js';
import { chineseMinute } from '../sentences/chinese-date.js';
import { paragraph, part } from './paragraph.js';

/** 数据质量说明: where the data come from, how much was taken in and sent back, what is not stated. */
export function dataQuality(input: BriefingInput): Block[] {
  return [
    part('数据来源'),
    ...sources(input),
    part('部门报送情况'),
    ...intake(input),
    part('代码填报情况'),
    ...unstated(input),
    part('有关事项'),
    ...caveats(input).map((text, index) => paragraph(`${index + 1}.${text}`)),
  ];
}

function sources({ asOf, datasetDigest, sample }: BriefingInput): Block[] {
  const real =
    '本通报全部数据取自工伤预防数据共享枢纽的共享数据集，由人力资源和社会保障部门、卫生健康部门、应急管理部门报送，每个数字均可追溯到构成它的逐条记录。';
  const made =
    '本通报所用数据为系统演示生成的示例数据，不反映任何地区、单位和个人的真实情况，不得引用。其汇总方式与正式通报相同：';
  return [
    paragraph(`${sample ? made : ''}${real}数据截止时间为${chineseMinute(asOf)}（北京时间）。`),
    { kind: 'paragraph', text: `数据集校验值：${datasetDigest}`, ragged: true },
  ];
}

function intake({ departments, asOf }: BriefingInput): Block[] {
  if (departments.length === 0) return [paragraph('截至数据截止时间，尚无部门报送数据。')];
  const table: TableBlock = {
    kind: 'table',
    caption: '各部门报送数据接收情况',
    columns: [
      { label: '报送部门', width: 34, align: 'left' },
      ...['采纳（条）', '内容未变（条）', '退回（条）', '合计（条）'].map((label) => ({
        ...{ label, width: 17, align: 'right' as const, sums: true as const },
      })),
      { label: '退回占比（%）', width: 17, align: 'right' },
    ],
    rows: [
      ...departments.map((each) => ({ role: 'plain' as const, cells: intakeCells(each) })),
      { role: 'total', cells: intakeCells(sumOfDepartments(departments)) },
    ],
    notes: [
      `数据截止时间：${chineseMinute(asOf)}。`,
      '“采纳”为新报、更正和撤回的记录，“内容未变”为重复报送且内容相同的记录，“退回”为未通过校核、已连同原因退回报送部门的记录。',
    ],
  };
  return [table];
}

function intakeCells({ label, accepted, unchanged, rejected }: DepartmentIntake): Cell[] {
  const all = accepted + unchanged + rejected;
  return [
    textCell(label),
    ...[accepted, unchanged, rejected, all].map((rows) => countCell(rows)),
    shareCell(rejected, all),
  ];
}

function sumOfDepartments(departments: readonly DepartmentIntake[]): DepartmentIntake {
  const sum = (count: (each: DepartmentIntake) => number) =>
    departments.reduce((total, each) => total + count(each), 0);
  return {
    label: '合计',
    accepted: sum(({ accepted }) => accepted),
    unchanged: sum(({ unchanged }) => unchanged),
    rejected: sum(({ rejected }) => rejected),
  };
}

/** Figures in which records lack the code by which they are grouped; they are counted, in a row of their own. */
function unstated(input: BriefingInput): Block[] {
  const rows = Object.values(input.figures as Record<string, ComparedFigure>).flatMap(({ table }): TableRow[] => {
    const [measure] = table.columns;
    const missing = table.rows.find(({ key }) => key === UNSTATED)?.values[measure?.key ?? ''] ?? 0;
    if (!measure || missing === 0) return [];
    const all = table.total[measure.key] ?? 0;
    const of = (key: string) => ({ indicator: table.indicator.id, year: table.year, key, measure: measure.key });
    return [
      {
        role: 'plain',
        cells: [
          textCell(table.indicator.label),
          countCell(all, of(TOTAL)),
          countCell(missing, of(UNSTATED)),
          shareCell(missing, all),
        ],
      },
    ];
  });
  if (rows.length === 0) return [paragraph(`${input.year}年度各指标的分组代码均已填报。`)];
  return [
    {
      kind: 'table',
      caption: `${input.year}年度分组代码未填报情况`,
      columns: [
        { label: '指标', width: 50, align: 'left' },
        { label: '记录数', width: 14, align: 'right' },
        { label: '未填报', width: 14, align: 'right' },
        { label: '未填报占比（%）', width: 18, align: 'right' },
      ],
      rows,
      notes: [`数据截止时间：${chineseMinute(input.asOf)}。`, '没有未填报记录的指标未列出。'],
    },
  ];
}

function caveats({ year }: BriefingInput): string[] {
  return [
    '生产安全事故报送数据中，道路运输事故占绝大多数；工伤认定中的上下班途中交通事故（《工伤保险条例》第十四条第（六）项）多数不属于生产安全事故。两类数据来源、口径不同，应当并列使用，不得等同或者互相推算。',
    '工伤认定按决定日期统计，与事故发生年度不一致；目标跟踪所用的工伤事故发生率按事故发生年度统计，两者不能直接比较。',
    '公主岭市自2020年起由四平市改由长春市代管（行政区划代码由220381改为220184），数据按业务发生日期有效的区划归并；与2020年以前的数据比较时，应注意长春市、四平市口径变化。',
    '长白山保护开发区、长春新区、中韩（长春）国际合作示范区无国家标准行政区划代码，使用省内自定代码；长白山保护开发区单列，长春新区和中韩（长春）国际合作示范区并入长春市。',
    ...(year >= 2025
      ? [
          '新版《职业病分类和目录》自2025年8月1日起施行，新增职业性肌肉骨骼疾病、职业性精神和行为障碍两类；本通报按诊断日期选用目录版本，新增类别此前无数据。',
        ]
      : []),
    '百分数保留一位小数，因四舍五入，各项占比之和可能不等于100%。',
  ];
}
