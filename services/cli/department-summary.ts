import { connectors } from '../../connectors/generated/feed-index.js';
import type { DepartmentRows } from '../dataset/commands.js';
import type { Submitted } from './submit-exports.js';
import { findingLine } from './finding-line.js';

/** What one department sent in this run, and what became of it. */
export type DepartmentSummary = {
  department: string;
  label: string;
  submitted: number;
  accepted: number;
  unchanged: number;
  rejected: number;
  /** The three most frequent reasons, each with an example. */
  examples: { count: number; zh: string; heading: string | null; remedy: string; file: string; rowNumber: number }[];
};

export function summariseDepartments(submitted: readonly Submitted[]): DepartmentSummary[] {
  return connectors.map(({ department, label }) => {
    const own = submitted.filter((file) => file.department === department);
    const sum = (of: (rows: Submitted['receipt']['rows']) => number): number =>
      own.reduce((total, { receipt }) => total + of(receipt.rows), 0);
    return {
      department,
      label,
      submitted: sum((rows) => rows.submitted),
      accepted: sum((rows) => rows.new + rows.corrected + rows.retracted),
      unchanged: sum((rows) => rows.unchanged),
      rejected: sum((rows) => rows.rejected),
      examples: examplesOf(own),
    };
  });
}

function examplesOf(files: readonly Submitted[]): DepartmentSummary['examples'] {
  const byCode = new Map<string, DepartmentSummary['examples'][number]>();
  for (const { path, receipt } of files) {
    for (const finding of receipt.findings) {
      if (finding.severity !== 'error') continue;
      const known = byCode.get(finding.code);
      if (known) known.count += 1;
      else byCode.set(finding.code, { count: 1, ...pick(finding), file: path });
    }
  }
  return [...byCode.values()].sort((a, b) => b.count - a.count).slice(0, 3);
}

const pick = ({ zh, heading, remedy, rowNumber }: Submitted['receipt']['findings'][number]) => ({
  ...{ zh, heading, remedy, rowNumber },
});

/** Chinese lines for people. */
export function summaryLines(summaries: readonly DepartmentSummary[]): string[] {
  return summaries.flatMap((summary) => [
    `${summary.label}：报送 ${summary.submitted} 行，采用 ${summary.accepted} 行，无变化 ${summary.unchanged} 行，退回 ${summary.rejected} 行`,
    ...summary.examples.map((example) => `  · ${findingLine(example)}`),
  ]);
}

/** What the briefing prints of each department: its Chinese name and the rows it has sent since the beginning. */
export function departmentIntake(
  rows: readonly DepartmentRows[],
): (Omit<DepartmentRows, 'department'> & { label: string })[] {
  const none = { accepted: 0, unchanged: 0, rejected: 0 };
  return connectors.map(({ department, label }) => {
    const { accepted, unchanged, rejected } = rows.find((row) => row.department === department) ?? none;
    return { label, accepted, unchanged, rejected };
  });
}
