import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { codeList } from '../../code-lists/code-list.js';
import { findingsOf } from '../../finding.js';
import { eventContracts } from '../../generated/contract-index.js';
import type { PeriodStatementPayload } from '../../generated/event-types.js';
import { schemasFolder } from '../../own-files.js';
import { rules } from './rules.js';

const valid = JSON.parse(
  readFileSync(join(schemasFolder(), 'events/period-statement/valid-payload.json'), 'utf8'),
) as PeriodStatementPayload;

const found = (change: Partial<PeriodStatementPayload>) =>
  findingsOf(rules, { ...valid, ...change }).map(({ code, field }) => `${field} ${code}`);
const over = (periodFrom: string, periodTo: string) => ({
  periodFrom,
  periodTo,
  statementNumber: `${valid.statedEventType}:${periodFrom}:${periodTo}`,
});

it('speaks of every event type but itself: a new one goes into the code list event-type', () => {
  const types = eventContracts.filter(({ eventType }) => eventType !== 'period-statement');
  expect(codeList('event-type').entries.map(({ code, name }) => [code, name])).toEqual(
    types.map(({ eventType, label }) => [eventType, label]),
  );
});

describe('the period of a statement', () => {
  it('may be one month', () => {
    expect(found(over('2024-02', '2024-02'))).toEqual([]);
  });

  it('is written YYYY-MM, and nothing more is said while it is not', () => {
    expect(found({ periodFrom: '2024-13' })).toEqual(['periodFrom STM_PERIOD_FORMAT']);
    expect(found({ periodTo: '2024年12月' })).toEqual(['periodTo STM_PERIOD_FORMAT']);
  });

  it('does not run backwards', () => {
    expect(found(over('2024-12', '2024-01'))).toEqual(['periodTo STM_PERIOD_ORDER']);
  });

  it('has ended, its last day included', () => {
    expect(found({ ...over('2024-02', '2024-02'), statedOn: '2024-02-29' })).toEqual([]);
    expect(found({ ...over('2024-02', '2024-02'), statedOn: '2024-02-28' })).toEqual(['statedOn STM_PERIOD_NOT_ENDED']);
  });
});

it('has the number of its type and period', () => {
  expect(found({ statementNumber: 'injury-determination:2024' })).toEqual(['statementNumber STM_NUMBER_FITS']);
  expect(found({ statedEventType: 'occupational-disease' })).toEqual(['statementNumber STM_NUMBER_FITS']);
});
