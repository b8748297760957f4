import type { Random } from './random.js';

/** Frequent surnames with rough weights; 金 朴 崔 stand for the Korean minority of Yanbian. */
const SURNAMES: readonly (readonly [string, number])[] = [
  ...weigh('王李张刘', 8),
  ...weigh('陈杨赵孙于', 4),
  ...weigh('徐周吴马高朱郭宋姜', 2),
  ...weigh('林韩冯曹金朴崔许邹尹董程袁丁吕卢潘田范梁苏姚谭廖付', 1),
];
const MALE = [...'建国志强伟军勇磊涛鹏飞杰浩宇博文海波永福德成立新明亮春龙凤山俊峰振东铁柱玉喜世昌'];
const FEMALE = [...'秀英丽娟敏静艳玲雪梅桂兰晓红佳慧婷婷淑芬春燕凤霞美玉莹洁欣怡莉娜香雨晴'];

/** A personal name: the surname and, mostly, two characters. */
export function personalName(random: Random, sex: '1' | '2'): string {
  const surname = random.weighted(SURNAMES, ([, weight]) => weight)[0];
  const characters = sex === '1' ? MALE : FEMALE;
  const first = random.pick(characters);
  // Two characters only now and then: short names are likelier to occur in ordinary text by chance.
  return random.chance(0.1) ? surname + first : surname + first + random.pick(characters);
}

function weigh(surnames: string, weight: number): (readonly [string, number])[] {
  return [...surnames].map((surname) => [surname, weight] as const);
}
