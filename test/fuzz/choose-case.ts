import { createRandom, type Random } from '../../services/demo-province/random.js';
import type { Row } from '../integration/intake/sample-files.js';
import { csv } from '../integration/intake/sample-files.js';
import { zipOfEntries } from '../integration/intake/zip-archive.js';
import { bodyOf, contentTypeOf, FORMS, textBody, type Form } from './body-form.js';
import { freshRows, personalValues, sampleOf } from './feed-rows.js';
import { FORM_TYPE, formWith } from './form-body.js';
import {
  DECLARED,
  type Expectation,
  type FuzzCase,
  type HttpSubmission,
  type Submission,
  type Target,
} from './fuzz-case.js';
import { mutatedBytes } from './mutations/byte-mutation.js';
import { mutatedRequest } from './mutations/request-mutation.js';
import { mutatedRows } from './mutations/row-mutation.js';
import { mutatedText } from './mutations/text-mutation.js';
import { mutatedParts } from './mutations/workbook-mutation.js';
import { fileNameOf, NAMED_CASES, namedHttp, RAW_CASES } from './named-cases.js';
import { workbookParts } from './workbook-parts.js';

/** Cases below this number are the named ones. */
export const NAMED = NAMED_CASES.length + RAW_CASES.length;

/** Case `number` of a seed: the named ones first, then chance; the same whatever cases ran before it. */
export async function chooseCase(seed: string, number: number, targets: readonly Target[]): Promise<FuzzCase> {
  const random = createRandom(`${seed}/${number}`);
  const named = NAMED_CASES[number];
  // A person is what most of the named cases are about, so they go where persons are.
  const target = random.pick(
    named ? targets.filter(({ feed }) => feed.columns.some(({ key }) => key === 'workerName')) : targets,
  );
  const rows = freshRows(target.feed, await sampleOf(target), random, `F${number}`, rowCount(random));
  const parts = { target, rows, random, number };
  const common = { number, target, personal: personalValues(rows) };
  if (named)
    return {
      ...common,
      title: named.title,
      expected: named.expected,
      submission: namedHttp(named, parts, pathOf(target)),
    };
  if (number < NAMED) return { ...common, ...rawCase(number - NAMED_CASES.length, target) };
  return { ...common, ...chanceCase(parts) };
}

function rowCount(random: Random): number {
  return random.weighted([random.int(1, 4), 30, 1500], (count) => (count < 5 ? 100 : count === 30 ? 10 : 0.5));
}

export function pathOf({ feed, sourceId }: Target): string {
  return `/v1/feeds/${feed.feed}/batches?source=${encodeURIComponent(sourceId)}`;
}

type Chosen = Pick<FuzzCase, 'title' | 'submission' | 'expected'>;
type Parts = { target: Target; rows: readonly Row[]; random: Random; number: number };

function rawCase(at: number, target: Target): Chosen {
  const { title, head, statuses } = RAW_CASES[at]!;
  return {
    title,
    expected: { statuses },
    submission: { door: 'raw', bytes: Buffer.from(head.replace('{path}', pathOf(target)), 'latin1') },
  };
}

const SPOILS = ['nothing', 'bytes', 'rows', 'text', 'request'] as const;
type Spoil = (typeof SPOILS)[number];
const SHARES: Readonly<Record<Spoil, number>> = { nothing: 15, bytes: 25, rows: 25, text: 20, request: 15 };

function chanceCase(parts: Parts): Chosen {
  const { random, target } = parts;
  const form = random.pick(FORMS);
  const spoil = random.weighted(SPOILS, (one) => SHARES[one]);
  const body = spoiltBody(spoil, form, parts);
  const door = random.weighted(['http', 'form', 'drop'] as const, (one) => ({ http: 70, form: 15, drop: 15 })[one]);
  const submission = submissionThrough(door, { form, body, spoil, parts });
  const title = `${form}, ${spoil} spoilt, by ${door} to ${target.feed.feed}`;
  return { title, submission, expected: expectedOf(spoil, submission) };
}

function spoiltBody(spoil: Spoil, form: Form, { target, rows, random }: Parts): Buffer {
  if (spoil === 'bytes') return mutatedBytes(bodyOf(form, target.feed, rows), random);
  if (spoil === 'text') return spoiltText(form, target, rows, random);
  return bodyOf(form, target.feed, spoil === 'rows' ? spoiltRows(form, rows, random) : rows);
}

/** Only JSON can hold what is no text; other forms get the text of it. */
function spoiltRows(form: Form, rows: readonly Row[], random: Random): Row[] {
  const spoilt = mutatedRows(rows, random);
  if (form === 'json' || form === 'ndjson') return spoilt as Row[];
  return spoilt.map((row) => Object.fromEntries(Object.entries(row).map(([key, cell]) => [key, textOf(form, cell)])));
}

function textOf(form: Form, cell: unknown): string | null {
  if (cell === null) return null;
  const text = typeof cell === 'string' ? cell : (JSON.stringify(cell) ?? '');
  // Our own encoder knows two-byte characters only.
  return form === 'csv in GB18030' ? text.replace(/[^ -~\u4e00-\u9fa5]/g, '?') : text;
}

function spoiltText(form: Form, target: Target, rows: readonly Row[], random: Random): Buffer {
  if (form === 'xlsx') return zipOfEntries(mutatedParts(workbookParts(target.feed, rows), random));
  if (form === 'json' || form === 'ndjson') {
    return Buffer.from(mutatedText(bodyOf(form, target.feed, rows).toString('utf8'), random));
  }
  const text = mutatedText(csv(target.feed, rows), random);
  return textBody(form, form === 'csv in GB18030' ? text.replaceAll('\u2028', '') : text);
}

type Spoilt = { form: Form; body: Buffer; spoil: Spoil; parts: Parts };

function submissionThrough(door: 'http' | 'form' | 'drop', spoilt: Spoilt): Submission {
  const { form, body, spoil, parts } = spoilt;
  const { random, target, number } = parts;
  if (door === 'drop') {
    const asOf = random.pick(['', '', '_asOf=2024-06-01', '_asOf=2024-02-30', '（asOf=2999-01-01）']);
    const name = fileNameOf(form, `case-${number}${spoil === 'request' ? asOf : ''}`);
    return { door, name, body, writing: random.pick(['renamed', 'part', 'grown'] as const) };
  }
  const asForm = door === 'form';
  const http: HttpSubmission = {
    ...{ door: 'http', method: 'POST', path: pathOf(target) },
    headers: { 'content-type': asForm ? FORM_TYPE : contentTypeOf(form) },
    body: asForm ? spoiltForm(formWith(fileNameOf(form, 'a'), body), spoilt) : body,
    pace: random.weighted(['whole', 'slow', 'cut'] as const, (pace) => ({ whole: 90, slow: 4, cut: 6 })[pace]),
  };
  return spoil === 'request' ? mutatedRequest(http, random) : http;
}

/** Bytes are spoilt around the file too. */
const spoiltForm = (form: Buffer, { spoil, parts }: Spoilt) =>
  spoil === 'bytes' ? mutatedBytes(form, parts.random) : form;

function expectedOf(spoil: Spoil, submission: Submission): Expectation {
  const cut = submission.door === 'http' && submission.pace === 'cut';
  return spoil === 'nothing' && !cut ? { statuses: [202], noRejects: true } : { statuses: DECLARED };
}
