export type Disease = {
  /** Name in both catalogues (2013 and 2024); the code depends on the day of diagnosis. */
  readonly name: string;
  /** Cases among 11,289 (nation 2024, `reference_stats.json`), split inside a category by our own estimate. */
  readonly share: number;
  readonly pneumoconiosis: boolean;
  readonly hazard: string;
  /** GB/T 4754 classes where the hazard is met. */
  readonly trades: readonly string[];
  readonly stages: readonly (readonly [stage: string, share: number])[];
};

/** 壹期 67–85 % (Sichuan, Luzhou). */
const STAGES_OF_DUST = [
  ['P1', 77],
  ['P2', 17],
  ['P3', 6],
] as const;
const STAGES_OF_NOISE = [
  ['N1', 60],
  ['N2', 30],
  ['N3', 10],
] as const;
const CHRONIC = [
  ['C1', 60],
  ['C2', 30],
  ['C3', 10],
] as const;
const ACUTE = [
  ['A1', 60],
  ['A2', 30],
  ['A3', 10],
] as const;

/** Pneumoconiosis 64 % (coal 41 % of it in Jilin), noise deafness 20 %, then physical, infectious, chemical and the rest. */
export const DISEASES: readonly Disease[] = [
  dust('煤工尘肺', 2980, '煤尘', ['0610']),
  dust('矽肺', 3000, '矽尘', ['0810', '0921', '1011', '3391']),
  dust('电焊工尘肺', 560, '电焊烟尘', ['3311', '3670', '3712']),
  dust('水泥尘肺', 330, '水泥粉尘', ['3011']),
  dust('铸工尘肺', 260, '铸造粉尘', ['3391']),
  dust('碳黑尘肺', 121, '炭黑粉尘', ['3091']),
  other('哮喘', 61, '二异氰酸酯', ['2641']),
  { ...other('噪声聋', 2227, '噪声', ['3130', '3484', '3670', '2021']), stages: STAGES_OF_NOISE },
  other('手臂振动病', 480, '手传振动', ['0810', '3391']),
  other('中暑', 126, '高温', ['4710', '3130']),
  other('布鲁氏菌病', 440, '布鲁氏菌', ['0313', '1353']),
  other('森林脑炎', 55, '森林脑炎病毒', ['2021']),
  { ...other('苯中毒', 250, '苯', ['2614', '2641']), stages: CHRONIC },
  { ...other('一氧化碳中毒', 186, '一氧化碳', ['3130', '2614']), stages: ACUTE },
  other('接触性皮炎', 79, '环氧树脂', ['2641', '3670']),
  other('苯所致白血病', 65, '苯', ['2614', '2641']),
  other('电光性眼炎', 52, '紫外辐射', ['3311', '3484']),
  other('金属烟热', 10, '氧化锌', ['3391']),
  other('外照射慢性放射病', 7, 'X射线', ['8411']),
];

function dust(name: string, share: number, hazard: string, trades: readonly string[]): Disease {
  return { name, share, pneumoconiosis: true, hazard, trades, stages: STAGES_OF_DUST };
}

function other(name: string, share: number, hazard: string, trades: readonly string[]): Disease {
  return { name, share, pneumoconiosis: false, hazard, trades, stages: [] };
}
