import { ServiceFailure } from '../../../../infra/process/service-failure.js';
import { dialectOf, type DepartmentDatabase } from '../pull/department-database.js';
import type { PullPlan } from '../pull/pull-plan.js';
import type { Pull } from '../pull/pull-round.js';
import { FIRST_TIME, isTime, LAST_TIME, watermarkText } from '../pull/watermark.js';
import { warned, well, wrong, type Finding } from './examined.js';

/**
 * Whether watermark and key can carry a pull: every row has them, none is ahead of the clock, together they tell rows
 * apart, and an index finds what is new. Counting may take longer than a statement may: then that is what is told.
 */
export async function examineWatermark(pull: Pull, plan: PullPlan, database: DepartmentDatabase): Promise<Finding[]> {
  const counted = await orUnconfirmed('水位字段', () => countRows(pull, plan, database));
  const unique = await orUnconfirmed('主键字段', () => examineKey(pull, plan, database));
  return [...counted, ...unique, ...(await orUnconfirmed('水位索引', () => examineIndex(pull, plan, database)))];
}

async function orUnconfirmed(name: string, work: () => Promise<Finding[]>): Promise<Finding[]> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ServiceFailure)) throw error;
    return [warned(name, `未能确认：${error.message}`, '可加大 statementSeconds 后再检查。')];
  }
}

async function countRows({ config }: Pull, plan: PullPlan, database: DepartmentDatabase): Promise<Finding[]> {
  const { field, kind } = plan.watermark;
  const mark = dialectOf(config.database).placeholder(kind);
  const zone = kind === 'instant' ? '+08:00' : config.timezone;
  const clock = watermarkText(BigInt(await database.clock()) * 1000n, kind, zone);
  const counts = isTime(kind)
    ? {
        sql: `, sum(CASE WHEN ?? BETWEEN ${mark} AND ${mark} THEN 0 ELSE 1 END) AS missing,
          sum(CASE WHEN ?? > ${mark} THEN 1 ELSE 0 END) AS ahead`,
        bindings: [field, FIRST_TIME, LAST_TIME, field, clock],
      }
    : { sql: ', sum(CASE WHEN ?? IS NULL THEN 1 ELSE 0 END) AS missing, 0 AS ahead', bindings: [field] };
  const sql = `SELECT count(*) AS total${counts.sql} FROM ${database.relation}`;
  const { total, missing, ahead } = (await database.ask(sql, counts.bindings))[0] ?? {};
  const findings: Finding[] = [];
  if (Number(missing ?? 0) > 0) {
    findings.push(
      wrong('水位字段', `“${field}”有 ${missing} 行为空或无法识别，这些行读不到`, '请补齐，或换用没有空值的字段。'),
    );
  }
  if (Number(ahead ?? 0) > 0) {
    const remedy = '请改正这些行的时间；如果全部偏差相同，请检查 timezone。';
    findings.push(warned('水位字段', `“${field}”有 ${ahead} 行晚于数据库当前时间`, remedy));
  }
  return findings.length > 0 ? findings : [well('水位字段', `“${field}”，${total ?? 0} 行都有值`)];
}

async function examineKey(
  { config }: Pull,
  { keys, watermark }: PullPlan,
  database: DepartmentDatabase,
): Promise<Finding[]> {
  const names = keys.map(({ field }) => field);
  const said = `“${names.join('、')}”`;
  const nulls = names.map(() => '?? IS NULL').join(' OR ');
  const group = [watermark.field, ...names];
  const repeated = `SELECT 1 AS one FROM ${database.relation} GROUP BY ${group.map(() => '??').join(', ')} HAVING count(*) > 1`;
  const empty = await database.ask(`SELECT count(*) AS rows_found FROM ${database.relation} WHERE ${nulls}`, names);
  const twice = await database.ask(`SELECT count(*) AS rows_found FROM (${repeated}) AS repeated`, group);
  const [emptyRows, repeatedRows] = [empty, twice].map((rows) => Number(rows[0]?.['rows_found'] ?? 0));
  if (emptyRows) return [wrong('主键字段', `${said}有 ${emptyRows} 行为空`, '请换用没有空值的字段。')];
  if (repeatedRows) {
    const remedy = `请换用能区分各行的字段，或在 key 中写几个字段（现为 ${config.key.join('、')}）。`;
    return [wrong('主键字段', `${said}不唯一：有 ${repeatedRows} 组重复`, remedy)];
  }
  return [well('主键字段', `${said}，没有空值，没有重复`)];
}

async function examineIndex(
  { config }: Pull,
  { watermark }: PullPlan,
  database: DepartmentDatabase,
): Promise<Finding[]> {
  const { sql, bindings } = dialectOf(config.database).indexes(watermark.field, database.relation);
  const found = config.query === undefined ? await database.ask(sql, bindings) : [];
  if (found.length > 0) return [well('水位索引', found.map(({ name }) => name).join('、'))];
  const remedy = '请确认视图所依据的表在该字段上有索引；没有的话，每次拉取都要扫描全表。';
  return [warned('水位索引', `没有看到以“${watermark.field}”开头的索引（账号可能无权查看）`, remedy)];
}
