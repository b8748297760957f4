import { gaps, type Gap } from '../../../schemas/gaps/gap.js';
import { diagnosedNotFiled } from './diagnosed-not-filed.js';
import type { GapRule } from './gap-rule.js';

const rules: readonly GapRule[] = [diagnosedNotFiled];

/** A definition with its SQL; undefined when there is no such gap. */
export function gapRule(gapId: string): { gap: Gap; rule: GapRule } | undefined {
  const gap = gaps().get(gapId);
  if (!gap) return undefined;
  const rule = rules.find((candidate) => candidate.gapId === gapId);
  if (rule) return { gap, rule };
  throw new Error(`Gap "${gapId}" has a definition and no SQL: add it to services/dataset/gaps.`);
}
