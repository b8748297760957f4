/** Where people work decides what happens to them. */
export type Setting = 'mine' | 'factory' | 'chemical' | 'site' | 'road' | 'service' | 'farm' | 'care';

export type Industry = {
  /** GB/T 4754-2017 class. */
  readonly code: string;
  /** As it appears in names of employers. */
  readonly trade: string;
  /** Share of employees, in thousandths (own estimate of Jilin's mix). */
  readonly employees: number;
  /** Injuries per employee, relative to a shop. */
  readonly risk: number;
  /** Code of the list `accident-report-group`. */
  readonly reportGroup: string;
  readonly setting: Setting;
  readonly occupations: readonly string[];
};

const FACTORY = ['冲压工', '焊工', '车工', '装配工', '叉车司机', '机修工', '打磨工'];
const SITE = ['瓦工', '钢筋工', '架子工', '木工', '塔吊司机', '力工'];
const ROAD = ['货车司机', '客车司机', '押运员', '装卸工'];
const SERVICE = ['营业员', '保安员', '保洁员', '厨师', '服务员', '维修工'];
const MINE = ['采煤工', '掘进工', '凿岩工', '支护工', '井下运输工'];
const CHEMICAL = ['化工操作工', '分析工', '司炉工', '仪表工'];
const FARM = ['农机手', '饲养员', '采伐工', '食用菌工'];
const CARE = ['护士', '护理员', '教师', '社区工作者'];

/** Jilin's main trades: cars, grain, medicine, chemistry, coal, iron, timber, building, roads, services. */
export const INDUSTRIES: readonly Industry[] = [
  industry('0142', '菌业', 12, 1.5, '01', 'farm', FARM),
  industry('0313', '牧业', 14, 1.6, '01', 'farm', FARM),
  industry('0610', '煤业', 16, 6, '02', 'mine', MINE),
  industry('0810', '铁矿', 8, 5, '03', 'mine', MINE),
  industry('0921', '金矿', 7, 5, '03', 'mine', MINE),
  industry('1011', '石料', 6, 5, '03', 'mine', MINE),
  industry('1120', '油田技术服务', 10, 3, '04', 'mine', ['钻井工', '修井工', '测井工']),
  industry('1313', '玉米加工', 22, 3, '08', 'factory', ['制粉工', '包装工', '机修工']),
  industry('1353', '肉制品', 16, 3, '08', 'factory', ['屠宰工', '分割工', '包装工']),
  industry('1522', '矿泉饮品', 12, 2, '08', 'factory', ['灌装工', '包装工', '叉车司机']),
  industry('2021', '木业', 14, 4, '08', 'factory', ['锯工', '砂光工', '热压工']),
  industry('2614', '化工', 16, 3, '05', 'chemical', CHEMICAL),
  industry('2641', '涂料', 6, 3, '05', 'chemical', CHEMICAL),
  industry('2740', '药业', 30, 2, '08', 'factory', ['提取工', '制剂工', '包装工']),
  industry('3011', '水泥', 10, 4, '07', 'factory', ['磨机工', '包装工', '破碎工']),
  industry('3091', '炭素', 7, 4, '07', 'factory', ['成型工', '焙烧工', '清理工']),
  industry('3130', '钢材', 14, 4, '07', 'factory', FACTORY),
  industry('3311', '钢结构', 14, 4, '07', 'factory', FACTORY),
  industry('3391', '铸造', 10, 5, '07', 'factory', ['铸造工', '清砂工', '造型工']),
  industry('3484', '机械加工', 16, 4, '07', 'factory', FACTORY),
  industry('3611', '整车', 40, 2, '07', 'factory', FACTORY),
  industry('3670', '汽车零部件', 70, 3, '07', 'factory', FACTORY),
  industry('3712', '轨道装备', 18, 2, '07', 'factory', FACTORY),
  industry('4710', '建筑工程', 72, 5, '09', 'site', SITE),
  industry('4812', '路桥工程', 24, 5, '09', 'site', SITE),
  industry('4910', '电气安装', 16, 4, '09', 'site', ['电工', '管道工', '安装工']),
  industry('5012', '装饰', 14, 3, '09', 'site', ['油漆工', '木工', '水暖工']),
  industry('5165', '建材批发', 22, 1.2, '08', 'service', SERVICE),
  industry('5212', '超市', 44, 1, '08', 'service', SERVICE),
  industry('5313', '铁路客运', 12, 1, '10', 'road', ['列车员', '线路工', '调车员']),
  industry('5411', '公共交通', 14, 2, '11', 'road', ['客车司机', '修车工', '调度员']),
  industry('5421', '长途客运', 8, 2.5, '11', 'road', ROAD),
  industry('5431', '物流运输', 34, 3.5, '11', 'road', ROAD),
  industry('5435', '危货运输', 6, 3, '11', 'road', ROAD),
  industry('5523', '航运', 2, 2, '12', 'road', ['船员', '装卸工']),
  industry('5920', '仓储', 12, 3, '13', 'service', ['装卸工', '叉车司机', '保管员']),
  industry('6020', '快递', 24, 3, '11', 'road', ['快递员', '分拣员']),
  industry('6210', '餐饮', 40, 1.4, '14', 'service', SERVICE),
  industry('7020', '物业', 46, 1.6, '14', 'service', SERVICE),
  industry('7263', '劳务派遣', 20, 3, '14', 'service', SERVICE),
  industry('7820', '环卫', 22, 3, '14', 'road', ['环卫工', '垃圾车司机']),
  industry('8111', '汽修', 14, 2, '14', 'service', ['修车工', '钣金工', '喷漆工']),
  industry('8334', '中学', 34, 0.4, '14', 'care', CARE),
  industry('8411', '医院', 44, 0.6, '14', 'care', CARE),
];

/** GB/T 6441-1986, scheme in front, with rough shares by setting. */
export const ACCIDENT_TYPES: Readonly<Record<Setting, readonly (readonly [string, number])[]>> = {
  mine: weigh({ '1986-11': 4, '1986-01': 3, '1986-03': 2, '1986-02': 2, '1986-13': 0.3, '1986-19': 0.5 }),
  factory: weigh({
    '1986-03': 6,
    '1986-01': 3,
    '1986-04': 1,
    '1986-07': 1,
    '1986-05': 0.5,
    '1986-09': 1,
    '1986-20': 2,
  }),
  chemical: weigh({ '1986-07': 3, '1986-19': 2, '1986-03': 2, '1986-17': 0.5, '1986-08': 0.5, '1986-20': 1 }),
  site: weigh({ '1986-09': 5, '1986-01': 3, '1986-10': 1, '1986-04': 1, '1986-05': 1, '1986-03': 1 }),
  road: weigh({ '1986-02': 8, '1986-01': 1, '1986-20': 1 }),
  service: weigh({ '1986-20': 5, '1986-09': 1, '1986-03': 1, '1986-07': 1, '1986-02': 1 }),
  farm: weigh({ '1986-03': 3, '1986-02': 2, '1986-20': 2, '1986-06': 0.3 }),
  care: weigh({ '1986-20': 6, '1986-09': 1 }),
};

function weigh(shares: Readonly<Record<string, number>>): readonly (readonly [string, number])[] {
  return Object.entries(shares);
}

function industry(
  code: string,
  trade: string,
  employees: number,
  risk: number,
  reportGroup: string,
  setting: Setting,
  occupations: readonly string[],
): Industry {
  return { code, trade, employees, risk, reportGroup, setting, occupations };
}
