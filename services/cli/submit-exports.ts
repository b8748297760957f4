import { join } from 'node:path';
import type { DemoManifest, ExportFile } from '../demo-province/commands.js';
import { clerkOf, type Installation } from './installation.js';
import { clientOf, type RunningHub } from './running-hub.js';

/** A receipt, as far as the command line reads it; the whole of it is kept in run.json. */
export type Receipt = {
  batchId: string;
  feed: string;
  sourceId: string;
  rows: { submitted: number; new: number; corrected: number; retracted: number; unchanged: number; rejected: number };
  findings: { rowNumber: number; code: string; severity: string; heading: string | null; zh: string; remedy: string }[];
};

export type Submitted = ExportFile & { receipt: Receipt };

/**
 * Sends the exports at the doors that a department would use, each department its own files one after another,
 * departments side by side.
 */
export async function submitExports(
  installation: Installation,
  hub: RunningHub,
  manifest: DemoManifest,
  onFile: (submitted: Submitted) => void,
): Promise<Submitted[]> {
  const departments = [...new Set(manifest.files.map((file) => file.department))];
  const lanes = departments.map(async (department) => {
    const client = clientOf(hub, installation.clients, clerkOf(department));
    const done: Submitted[] = [];
    for (const file of manifest.files.filter((candidate) => candidate.department === department)) {
      const path = join(installation.paths.demo, file.path);
      const receipt = await client.postFile<Receipt>(doorOf(hub, file), path, file.contentType);
      done.push({ ...file, receipt });
      onFile({ ...file, receipt });
    }
    return done;
  });
  return (await Promise.all(lanes)).flat();
}

function doorOf(hub: RunningHub, file: ExportFile): string {
  const query = new URLSearchParams({ source: file.sourceId, ...(file.asOf ? { asOf: file.asOf } : {}) });
  return `${hub.intakeUrls[file.department] ?? ''}/v1/feeds/${file.feed}/batches?${query.toString()}`;
}
