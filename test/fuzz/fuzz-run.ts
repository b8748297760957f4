import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sleep } from '../../infra/process/sleep.js';
import {
  checkAnswer,
  jsonOf,
  personalFaults,
  statusFaults,
  toldBatch,
  undeclaredFaults,
  withoutRecordIds,
  type Told,
} from './check-answer.js';
import { checkLedger } from './check-ledger.js';
import { chooseCase, NAMED } from './choose-case.js';
import { RARE_NAME } from './feed-rows.js';
import { DECLARED, type DropSubmission, type FuzzCase } from './fuzz-case.js';
import { DROP_QUIET_MS, type Intake, type Intakes } from './intakes-under-fuzz.js';
import { numbersIn } from './numbers-in.js';
import { overload } from './overload.js';
import { fuzzPull, type PullUnderFuzz } from './pulls/pull-fuzz.js';
import { fileAnswer, putFile } from './send-file.js';
import { sendHttp, sendRaw, type Answer } from './send-http.js';

export type Options = {
  seed: string;
  numbers: readonly number[];
  /** How often the view of each department is spoilt. */
  rounds: number;
  /** Whether uploads beyond the limits come too. */
  overload: boolean;
  atOnce: number;
  withinMs: number;
  keep: string;
};

/** Something that must not be: of one case, or of the whole when it has no number. */
export type Fault = { number: number | null; title: string; what: string };

export type Outcome = {
  faults: Fault[];
  statuses: Map<string, number>;
  slowest: { ms: number; number: number; title: string };
  /** How many answers came too late with others under way, and in time when they were asked for again alone. */
  late: number;
};

type Say = (line: string) => void;
type Waiting = { one: FuzzCase; submission: DropSubmission; since: number };

/** What is wrong with a department's view is logged as an error, and meant for people. */
const IS_ABOUT_THE_VIEW = /"code":"PULL_[A-Z_]+"/;
/** Files that may wait in the watched folders; they are taken one after another. */
const MOST_FILES = 60;
const FILE_HUNG_AFTER_MS = 300_000;

/** Sends the cases, a few at the same time, and looks at every answer and at the ledgers in the end. */
export class FuzzRun {
  private readonly faults: Fault[] = [];
  private readonly statuses = new Map<string, number>();
  private readonly told: ReadonlyMap<string, Map<string, Told>>;
  private readonly personal = new Set<string>();
  private readonly pids: Map<string, number>;
  private readonly underWay = new Set<number>();
  private waiting: Waiting[] = [];
  /** Answered too late, with others under way. */
  private readonly late: FuzzCase[] = [];
  private slowest = { ms: 0, number: 0, title: '' };
  private done = 0;

  constructor(
    private readonly intakes: Intakes,
    private readonly options: Options,
    private readonly say: Say,
  ) {
    this.told = new Map(intakes.all.map(({ department }) => [department, new Map<string, Told>()]));
    this.pids = new Map(intakes.all.map((intake) => [intake.department, intake.pid()]));
  }

  async run(): Promise<Outcome> {
    // Bodies of the named cases take seconds to make: beside each other they would be late by our own doing.
    const isNamed = (number: number) => number < NAMED;
    await this.runCases(this.options.numbers.filter(isNamed), 1);
    const chance = this.options.numbers.filter((number) => !isNamed(number));
    const views = this.intakes.all.flatMap(({ pulls }) => pulls);
    await Promise.all([this.runCases(chance, this.options.atOnce), ...views.map((pull) => this.spoilView(pull))]);
    while (this.waiting.length > 0) await this.lookForFiles();
    for (const late of this.late) await this.sendLateAgain(late);
    if (this.options.overload) for (const intake of this.intakes.all) await this.overload(intake);
    for (const intake of this.intakes.all) await this.checkEnd(intake);
    return { faults: this.faults, statuses: this.statuses, slowest: this.slowest, late: this.late.length };
  }

  private async runCases(numbers: readonly number[], atOnce: number): Promise<void> {
    const left = [...numbers];
    const lanes = Array.from({ length: atOnce }, async () => {
      for (let next = left.shift(); next !== undefined; next = left.shift()) await this.runCase(next);
    });
    await Promise.all(lanes);
  }

  private async runCase(number: number): Promise<void> {
    const one = await chooseCase(this.options.seed, number, this.intakes.targets);
    for (const value of one.personal) this.personal.add(value);
    const intake = this.intakeOf(one);
    const { submission } = one;
    this.underWay.add(number);
    try {
      if (submission.door === 'drop') {
        const stoodStill = await putFile(intake, one.target, submission);
        // Half a file that stood still is rightly read as it is, and the rest as another.
        const expected = stoodStill > DROP_QUIET_MS / 2 ? { statuses: DECLARED } : one.expected;
        this.waiting.push({ one: { ...one, expected }, submission, since: Date.now() });
        while (this.waiting.length > MOST_FILES) await this.lookForFiles();
      } else {
        const answer =
          submission.door === 'raw' ? await sendRaw(intake, submission.bytes) : await sendHttp(intake, submission);
        await this.takeAnswer(one, answer);
      }
    } catch (error) {
      await this.fault(one, String(error));
    }
    await this.checkAlive(one, intake);
    this.underWay.delete(number);
    this.done += 1;
    if (this.done % 500 === 0) this.say(`${this.done} cases, ${this.faults.length} fault(s)`);
  }

  private async spoilView(pull: PullUnderFuzz): Promise<void> {
    const { seed, rounds } = this.options;
    if (rounds === 0) return;
    const { target, dialect } = pull.view;
    const ends = await fuzzPull(pull, { seed, rounds }, (round, what) => {
      for (const value of round.personal) this.personal.add(value);
      const title = `${target.department} pull from ${dialect.kind} ${round.number}: ${round.title}`;
      this.faults.push({ number: null, title, what });
      this.say(`${title}: ${what}`);
      return Promise.resolve();
    });
    for (const [end, times] of ends) this.count(`pull from ${dialect.kind} ${end}`, times);
  }

  private async overload(intake: Intake): Promise<void> {
    const { department, pulls } = intake;
    const { statuses, told, faults } = await overload(intake, pulls[0].view.target);
    for (const [status, times] of statuses) this.statuses.set(`overload ${status}`, times);
    for (const batch of told) this.told.get(department)?.set(batch.batchId, batch);
    for (const what of faults) this.faults.push({ number: null, title: `overload of ${department}`, what });
  }

  /** Said once: it is started again, and what was under way with this case is among the suspects too. */
  private async checkAlive(one: FuzzCase, intake: Intake): Promise<void> {
    const pid = intake.pid();
    if (pid === this.pids.get(intake.department)) return;
    this.pids.set(intake.department, pid);
    await this.fault(one, `the process has ended, with ${[...this.underWay].join(', ')} under way`);
  }

  private async takeAnswer(one: FuzzCase, answer: Answer | null): Promise<void> {
    this.count(`${one.submission.door} ${answer?.status ?? 'cut off'}`);
    const cut = one.submission.door === 'http' && one.submission.pace === 'cut';
    if (!answer) return cut ? undefined : this.fault(one, 'the connection ended without an answer');
    if (answer.waitedMs > this.slowest.ms) this.slowest = { ms: answer.waitedMs, number: one.number, title: one.title };
    if (answer.waitedMs > this.options.withinMs) this.late.push(one);
    for (const what of checkAnswer(one, answer)) await this.fault(one, what);
    this.keepTold(one, answer.status, answer.text);
  }

  /** On a machine that others use too, what is late must be late by itself as well. */
  private async sendLateAgain(one: FuzzCase): Promise<void> {
    const { submission } = one;
    if (submission.door === 'drop') return;
    const intake = this.intakeOf(one);
    const answer =
      submission.door === 'raw' ? await sendRaw(intake, submission.bytes) : await sendHttp(intake, submission);
    if (answer) this.keepTold(one, answer.status, answer.text);
    const waited = answer?.waitedMs ?? 0;
    if (waited > this.options.withinMs) await this.fault(one, `answered after ${Math.round(waited)} ms, twice`);
  }

  private async lookForFiles(): Promise<void> {
    const still: Waiting[] = [];
    const looked = this.waiting;
    this.waiting = [];
    for (const file of looked) {
      const answer = await fileAnswer(this.intakeOf(file.one), file.one.target, file.submission);
      if (answer) {
        this.count(`drop ${answer.status}`);
        const told = withoutRecordIds(jsonOf(answer.json) ?? {}) + answer.text;
        const faults = [
          ...statusFaults(file.one.expected.statuses, answer.status),
          ...personalFaults(told, file.one.personal),
          ...undeclaredFaults(file.one.target, jsonOf(answer.json)),
        ];
        for (const what of faults) await this.fault(file.one, what);
        this.keepTold(file.one, answer.status, answer.json);
      } else if (Date.now() - file.since < FILE_HUNG_AFTER_MS) still.push(file);
      else await this.fault(file.one, 'the file was not taken');
    }
    this.waiting.push(...still);
    if (still.length > 0) await sleep(200);
  }

  private keepTold({ target }: FuzzCase, status: number, text: string): void {
    const told = toldBatch(status, text);
    if (told) this.told.get(target.department)?.set(told.batchId, told);
  }

  private async checkEnd(intake: Intake): Promise<void> {
    const { department } = intake;
    const log = intake.log();
    const found = [
      ...(await checkLedger(intake.databaseUrl, this.told.get(department) ?? new Map<string, Told>())),
      ...intake.spooled().map((name) => `left in the spool folder: ${name}`),
      ...(log.includes(RARE_NAME) ? [`in the log: ${RARE_NAME}`] : []),
      ...numbersIn(log, this.personal).map((value) => `in the log: ${value}`),
      ...log
        .split('\n')
        .filter((line) => /"level":(50|60|"error"|"fatal")/.test(line) && !IS_ABOUT_THE_VIEW.test(line))
        .map((line) => `logged: ${line.slice(0, 1500)}`),
    ];
    if (found.length > 0) {
      await mkdir(this.options.keep, { recursive: true });
      await writeFile(join(this.options.keep, `${department}.log`), log);
    }
    for (const what of found) this.faults.push({ number: null, title: department, what });
  }

  private async fault(one: FuzzCase, what: string): Promise<void> {
    this.faults.push({ number: one.number, title: one.title, what });
    this.say(`case ${one.number} (${one.title}): ${what}`);
    await keepInput(this.options.keep, one, what);
  }

  private count(what: string, times = 1): void {
    this.statuses.set(what, (this.statuses.get(what) ?? 0) + times);
  }

  private intakeOf({ target }: FuzzCase): Intake {
    const found = this.intakes.all.find(({ department }) => department === target.department);
    if (!found) throw new Error(`no intake of ${target.department}`);
    return found;
  }
}

/** The input of a fault: the body as it was, and how it was sent. */
async function keepInput(folder: string, { number, title, target, submission, expected }: FuzzCase, what: string) {
  await mkdir(folder, { recursive: true });
  const body = submission.door === 'raw' ? submission.bytes : submission.body;
  if (Buffer.isBuffer(body)) await writeFile(join(folder, `case-${number}.body`), body);
  const how = { number, title, what, feed: target.feed.feed, sourceId: target.sourceId, expected };
  const sent = { ...submission, body: undefined, bytes: undefined };
  await writeFile(join(folder, `case-${number}.json`), `${JSON.stringify({ ...how, ...sent }, null, 2)}\n`);
}
