import { connectorOf } from '../../../../connectors/generated/feed-index.js';
import { ServiceFailure } from '../../../../infra/process/service-failure.js';
import { shanghaiDate } from '../../../../schemas/period.js';
import { readSources } from '../../sources.js';
import { parseDoors, textOf, type DoorsContext } from '../doors-file.js';
import { openDepartmentDatabase } from '../pull/department-database.js';
import { pullsOf, type Pull } from '../pull/pull-round.js';
import { readSecret } from '../pull/secret.js';
import { assertInForce } from '../door-access.js';
import { examineColumns } from './examine-columns.js';
import { examineConnection } from './examine-connection.js';
import { examineSample } from './examine-sample.js';
import { examineWatermark } from './examine-watermark.js';
import { well, wrong, type Examined, type Finding } from './examined.js';

export type ConnectorCheckOptions = {
  department: string;
  doorsFile: string;
  sourcesFile: string;
  env: NodeJS.ProcessEnv;
  /** How many of the newest rows are mapped and checked for a try. */
  sampleRows: number;
  now: () => number;
};

/**
 * Looks at everything that a pull needs before anything starts, and keeps nothing: file, account, rights, clock, view,
 * types, watermark, and a sample of rows through the real mapping and checks. No hub has to run.
 */
export async function checkConnector(options: ConnectorCheckOptions): Promise<Examined[]> {
  const general = (finding: Finding): Examined => ({ pull: null, ...finding });
  const file = readFiles(options);
  if (!file.ok) return file.findings.map(general);
  const examined = [general(well('配置文件', `${options.doorsFile}，${file.pulls.length} 个视图`))];
  for (const pull of file.pulls) {
    const name = `${pull.config.feed}@${pull.config.source}`;
    examined.push(...(await examinePull(pull, options)).map((finding) => ({ pull: name, ...finding })));
  }
  return examined;
}

type Files = { ok: true; pulls: Pull[] } | { ok: false; findings: Finding[] };

function readFiles({ department, doorsFile, sourcesFile }: ConnectorCheckOptions): Files {
  let context: DoorsContext;
  try {
    context = { sources: readSources(sourcesFile, department), feeds: connectorOf(department).feeds };
  } catch (error) {
    if (!(error instanceof ServiceFailure)) throw error;
    const found = `${sourcesFile} 无法使用`;
    return {
      ok: false,
      findings: [wrong('来源系统登记文件', found, '请检查该文件的路径和格式，并确认其中有本部门的来源系统。')],
    };
  }
  try {
    const parsed = parseDoors(textOf(doorsFile), context);
    if (parsed.ok) return { ok: true, pulls: pullsOf(parsed.doors, context) };
    const remedy = '按“部门报送指南”1.3 修改配置文件。';
    return {
      ok: false,
      findings: parsed.problems.map(({ place, problem }) => wrong('配置文件', `${place}：${problem}`, remedy)),
    };
  } catch (error) {
    if (!(error instanceof ServiceFailure)) throw error;
    return { ok: false, findings: [wrong('配置文件', error.message, '请检查路径和文件的权限。')] };
  }
}

async function examinePull(pull: Pull, { env, sampleRows, now }: ConnectorCheckOptions): Promise<Finding[]> {
  const findings: Finding[] = [examineSource(pull, now())];
  const asked = await attempt('口令', async () => readSecret(pull.config.database, env));
  if (!asked.ok) return [...findings, asked.finding];
  const database = openDepartmentDatabase(pull.config, asked.value);
  try {
    const connected = await attempt('连接', () => examineConnection(pull.config, database, now));
    if (!connected.ok) return [...findings, connected.finding];
    const described = await attempt('视图', () => examineColumns(pull, database));
    if (!described.ok) return [...findings, ...connected.value, described.finding];
    const { plan, findings: columns } = described.value;
    if (plan === null) return [...findings, ...connected.value, ...columns];
    const watermark = await examineWatermark(pull, plan, database);
    const sample = await attempt('试读', () => examineSample(pull, plan, database, { sampleRows, now: now() }));
    return [
      ...findings,
      ...connected.value,
      ...columns,
      ...watermark,
      ...(sample.ok ? sample.value : [sample.finding]),
    ];
  } finally {
    await database.close();
  }
}

function examineSource({ source }: Pull, now: number): Finding {
  try {
    assertInForce(source, shanghaiDate(now));
    return well('来源系统', `${source.name}（${source.sourceId}），登记有效`);
  } catch {
    return wrong('来源系统', `${source.sourceId} 的登记尚未生效或已经失效`, '请联系枢纽管理员。');
  }
}

type Attempt<T> = { ok: true; value: T } | { ok: false; finding: Finding };

/** A fault of the department's database already says what to do. */
async function attempt<T>(name: string, work: () => Promise<T>): Promise<Attempt<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    if (!(error instanceof ServiceFailure)) throw error;
    const [found = '', ...remedy] = error.message.split(/(?<=。)/);
    return { ok: false, finding: wrong(name, found.replace(/。$/, ''), remedy.join('') || '改正后重新检查。') };
  }
}
