import { isPassed, precisionOf, recallOf, type Comparison } from './comparison.js';

/** What one province gave. */
export type Evaluation = { profile: string; seconds: number; comparisons: readonly Comparison[] };

const HEADINGS = ['true', 'found', 'correct', 'missed', 'marked', 'false', 'marked', 'precision', 'recall'];
const EXAMPLES = 5;

/** One table a profile; below it what was wrong, a few of each. */
export function evaluationTable({ profile, seconds, comparisons }: Evaluation): string[] {
  return [
    `${profile} (${Math.round(seconds)} s)`,
    tableLine('', HEADINGS),
    ...comparisons.flatMap((comparison) => [lineOf(comparison, profile), ...examplesOf(comparison)]),
    '',
  ];
}

function lineOf(comparison: Comparison, profile: string): string {
  const { subject, found, correct, missed, missedMarked, falseMarked } = comparison;
  const counts = [comparison.true, found, correct, missed, missedMarked, comparison.false, falseMarked].map(String);
  const line = tableLine(subject, [...counts, shareOf(precisionOf(comparison)), shareOf(recallOf(comparison))]);
  return isPassed(comparison, profile) ? line : `${line}  WRONG`;
}

function tableLine(subject: string, cells: readonly string[]): string {
  return `  ${subject.padEnd(34)}${cells.map((cell) => cell.padStart(10)).join('')}`;
}

/** A share that is not whole never looks so. */
function shareOf(share: number | null): string {
  if (share === null) return '-';
  return (share === 1 ? 1 : Math.min(share, 0.9999)).toFixed(share === 1 ? 2 : 4);
}

function examplesOf({ wrong }: Comparison): string[] {
  return (['missed', 'false'] as const).flatMap((how) => {
    const more = wrong[how].length > EXAMPLES ? [`      and ${wrong[how].length - EXAMPLES} more`] : [];
    return [...wrong[how].slice(0, EXAMPLES).map((item) => `      ${how}: ${item}`), ...more];
  });
}
