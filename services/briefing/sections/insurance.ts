import type { Block } from '../briefing-document.js';
import type { BriefingInput } from '../briefing-input.js';
import { determinations } from './determinations.js';
import { enrolments } from './enrolments.js';
import { incidence } from './incidence.js';
import { section } from './paragraph.js';

/** 工伤保险运行情况: who is insured, what was decided, and how often injuries are recognised. */
export function insurance(input: BriefingInput): Block[] {
  return [section('工伤保险运行情况'), ...enrolments(input), ...determinations(input), ...incidence(input)];
}
