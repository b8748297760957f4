import { join } from 'node:path';
import type { DemoManifest, ExportFile } from '../demo-province/commands.js';
import { sourceClientOf } from './credentials/own-clients.js';
import type { Installation } from './installation.js';
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
 * Sends the exports at the doors that a department would use: departments side by side, two sources of one department
 * at a time, each source its own files one after another.
 */
export async function submitExports(
  installation: Installation,
  hub: RunningHub,
  manifest: DemoManifest,
  onFile: (submitted: Submitted) => void,
): Promise<Submitted[]> {
  const lanes = lanesOf(manifest.files).map(async (files) => {
    const done: Submitted[] = [];
    for (const file of files) {
      const client = clientOf(hub, installation.clients, sourceClientOf(file.sourceId));
      const path = join(installation.paths.demo, file.path);
      const receipt = await client.postFile<Receipt>(doorOf(hub, file), path, file.contentType);
      done.push({ ...file, receipt });
      onFile({ ...file, receipt });
    }
    return done;
  });
  return (await Promise.all(lanes)).flat();
}

const SOURCES_AT_A_TIME = 2;

function lanesOf(files: readonly ExportFile[]): ExportFile[][] {
  const lanes = new Map<string, ExportFile[]>();
  const sources = new Map<string, string[]>();
  for (const file of files) {
    const known = sources.get(file.department) ?? [];
    if (!known.includes(file.sourceId)) sources.set(file.department, [...known, file.sourceId]);
    const at = (sources.get(file.department) ?? []).indexOf(file.sourceId) % SOURCES_AT_A_TIME;
    const lane = `${file.department} ${at}`;
    lanes.set(lane, [...(lanes.get(lane) ?? []), file]);
  }
  return [...lanes.values()];
}

function doorOf(hub: RunningHub, file: ExportFile): string {
  const query = new URLSearchParams({ source: file.sourceId, ...(file.asOf ? { asOf: file.asOf } : {}) });
  return `${hub.intakeUrls[file.department] ?? ''}/v1/feeds/${file.feed}/batches?${query.toString()}`;
}
