import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DemoManifest } from '../../services/demo-province/commands.js';
import type { Summary } from '../../services/demo-province/summary.js';
import type { SpoiledCells } from '../../services/demo-province/truth/spoiled-cells.js';
import type { TrueGap } from '../../services/demo-province/truth/true-gap.js';
import type { TrueLink } from '../../services/demo-province/truth/true-link.js';
import type { TruthLine, WrittenIdentity } from '../../services/demo-province/truth.js';

/** What the demo province knows of itself, kept apart from what it exports. */
export type DemoTruth = {
  folder: string;
  manifest: DemoManifest;
  summary: Summary;
  lines: TruthLine[];
  spoiled: SpoiledCells[];
  persons: WrittenIdentity[];
  links: TrueLink[];
  gaps: TrueGap[];
};

export function readDemoTruth(home: string): DemoTruth {
  const folder = join(home, 'demo');
  const text = (file: string): string => readFileSync(join(folder, file), 'utf8');
  const lines = <T>(file: string): T[] =>
    text(file)
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as T);
  const manifest = JSON.parse(text('manifest.json')) as DemoManifest;
  return {
    folder,
    manifest,
    summary: JSON.parse(text(manifest.summaryFile)) as Summary,
    lines: lines<TruthLine>(manifest.truthFile),
    spoiled: lines<SpoiledCells>(manifest.spoiledCellsFile),
    persons: lines<WrittenIdentity>('truth/persons.ndjson'),
    links: lines<TrueLink>(manifest.linksFile),
    gaps: lines<TrueGap>(manifest.gapsFile),
  };
}
