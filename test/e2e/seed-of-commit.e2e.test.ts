import { execFileSync } from 'node:child_process';
import { projectRoot } from '../../infra/process/project-root.js';
import type { RunReport } from '../../services/cli/start.js';
import { readDemoTruth, type DemoTruth } from './demo-truth.js';
import { createHubUnderTest, type Ended } from './hub-under-test.js';
import {
  expectAnswersOfTruth,
  expectBooksOfTruth,
  expectFiguresOfTruth,
  expectPrintedFigures,
  expectRecordsOfTruth,
} from './told-by-truth.js';

/*
 * Another province with every commit, smaller, and of the years in which 公主岭 changed prefectures and the plan began:
 * nothing may hold for the demo's own seed alone. E2E_SEED=<seed> runs a province again that failed.
 */
const SEED = process.env['E2E_SEED'] ?? commit();
const YEARS = [2019, 2020, 2021];

const hub = createHubUnderTest();
let ended: Ended;
let report: RunReport;
let truth: DemoTruth;

beforeAll(async () => {
  process.stderr.write(`province of E2E_SEED=${SEED}\n`);
  ended = await hub.run('start', '--once', '--seed', SEED, '--scale', '0.03', '--years', YEARS.join());
  if (ended.code !== 0) throw new Error(`hub start --once ended with ${ended.code ?? ended.signal}:\n${ended.output}`);
  report = hub.report();
  truth = readDemoTruth(hub.home);
}, 240_000);

afterAll(() => hub.remove(), 60_000);

/** Of the checkout; a source tree without one (an archive of a release) has always the same. */
function commit(): string {
  try {
    return execFileSync('git', ['rev-parse', 'HEAD'], { cwd: projectRoot(), encoding: 'utf8', stdio: 'pipe' }).trim();
  } catch {
    return 'no-commit';
  }
}

test('another province closes its books and holds as many records as its truth', () => {
  expect(truth.manifest).toMatchObject({ seed: SEED, years: YEARS });
  expectBooksOfTruth(report, truth);
  expectRecordsOfTruth(report, truth);
});

test('its rejects, links, events told twice and G1 are those of its truth', async () => {
  const running = await hub.started('--no-demo');
  await expectAnswersOfTruth(hub, report, truth);
  running.child.kill('SIGTERM');
  expect((await running.ended).code).toBe(0);
}, 60_000);

test('its briefing has every number as its truth has it, in its figures and as printed', async () => {
  const file = report.filesWritten.find((name) => name.endsWith('.figures.json')) ?? '';
  expectFiguresOfTruth(file, truth, 2021);
  await expectPrintedFigures(file, report, truth);
}, 60_000);
