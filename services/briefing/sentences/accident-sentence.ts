import { percent } from './percentage.js';

export type Toll = { readonly accidents: number; readonly deaths: number };

type Change = { readonly now: number; readonly before: number };

/**
 * The sentence of the province's accident bulletins: `发生事故X起、死亡Y人，同比减少A起、少死亡B人，分别下降P%和Q%`, or
 * `无事故，同比持平`. No full stop, so that it can be one member of a list.
 *
 * @param noun what happened: 事故, 较大以上事故
 */
export function accidentSentence(now: Toll, before: Toll, noun = '事故'): string {
  if (now.accidents === 0) return withoutAccidents(before, noun);
  const happened = `发生${noun}${now.accidents}起、死亡${now.deaths}人`;
  if (before.accidents === 0) return `${happened}，上年同期无${noun}`;
  const accidents = { now: now.accidents, before: before.accidents };
  const deaths = { now: now.deaths, before: before.deaths };
  const rates = rateClause(accidents, deaths);
  return [happened, differenceClause(accidents, deaths), ...(rates === '' ? [] : [rates])].join('，');
}

function withoutAccidents(before: Toll, noun: string): string {
  if (before.accidents === 0) return `无${noun}，同比持平`;
  const fewerDeaths = before.deaths > 0 ? `、少死亡${before.deaths}人` : '';
  return `无${noun}，同比减少${before.accidents}起${fewerDeaths}`;
}

function differenceClause(accidents: Change, deaths: Change): string {
  const a = accidents.now - accidents.before;
  const d = deaths.now - deaths.before;
  if (a === 0 && d === 0) return '同比持平';
  const accidentPart = a === 0 ? '起数持平' : `${a > 0 ? '增加' : '减少'}${Math.abs(a)}起`;
  const deathPart = d === 0 ? '死亡人数持平' : `${d > 0 ? '多' : '少'}死亡${Math.abs(d)}人`;
  return `同比${accidentPart}、${deathPart}`;
}

/** One 分别 for two changes the same way, a name each for two ways, only the one that changed otherwise. */
function rateClause(accidents: Change, deaths: Change): string {
  const ofAccidents = rate(accidents);
  const ofDeaths = rate(deaths);
  if (ofAccidents && ofDeaths && ofAccidents.way === ofDeaths.way) {
    return `分别${ofAccidents.way}${ofAccidents.percent}和${ofDeaths.percent}`;
  }
  return [
    ...(ofAccidents ? [`事故起数${ofAccidents.way}${ofAccidents.percent}`] : []),
    ...(ofDeaths ? [`死亡人数${ofDeaths.way}${ofDeaths.percent}`] : []),
    ...(deaths.before === 0 && deaths.now > 0 ? ['上年同期死亡人数为0'] : []),
  ].join('，');
}

function rate({ now, before }: Change): { way: '上升' | '下降'; percent: string } | null {
  if (now === before || before === 0) return null;
  return { way: now > before ? '上升' : '下降', percent: percent(Math.abs(now - before), before) };
}
