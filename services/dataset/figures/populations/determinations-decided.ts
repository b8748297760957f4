import { codeList } from '../../../../schemas/code-lists/code-list.js';
import { classify } from '../classification.js';
import { countedRecords } from '../counted-records.js';
import type { Population } from '../population.js';
import { DECIDED } from './recognised-determinations.js';

/** Withdrawal and termination end an application without a decision on it. */
const NO_DECISION = ['WITHDRAWN', 'TERMINATED'];

const decisions = () => codeList('determination-conclusion').entries.filter(({ code }) => !NO_DECISION.includes(code));

/** Decisions of the year by conclusion (工伤保险条例 Art. 20); what was revoked has left the counts. */
export const determinationsDecided: Population = {
  indicatorId: 'determinations-decided-by-conclusion',
  sql: countedRecords({
    from: 'current_injury_determination',
    code: 'r.conclusion',
    on: { day: 'r.decided_on' },
    measures: '1 AS cases',
    where: DECIDED,
  }),
  classification: () => classify('determination-conclusion', ({ code }) => (NO_DECISION.includes(code) ? null : code)),
  rows: () => decisions().map(({ code, name }) => ({ key: code, label: name })),
};
