import type { ProfileName } from './profile.js';
import type { DemoSource } from './sources.js';

/** One file as a department sends it. */
export type ExportFile = {
  readonly department: string;
  readonly feed: string;
  readonly sourceId: string;
  /** Inside the folder. */
  readonly path: string;
  readonly contentType: string;
  /** ISO instant, for feeds whose version basis is the export itself; else null. */
  readonly asOf: string | null;
  readonly rows: number;
  readonly note: string;
};

export type DemoManifest = {
  /** Of the generator: with it and the options equal, the files are the same. */
  readonly generatorVersion: number;
  readonly seed: string;
  readonly scale: number;
  readonly years: readonly number[];
  readonly profile: ProfileName;
  readonly sources: readonly DemoSource[];
  /** In the order in which a department would send them. */
  readonly files: readonly ExportFile[];
  readonly truthFile: string;
  readonly summaryFile: string;
  /** Of every diagnosis: was it filed for (G1)? */
  readonly gapsFile: string;
  /** Pairs of records that belong to one story. */
  readonly linksFile: string;
  /** What should stand in the rows that hold a fault. */
  readonly spoiledCellsFile: string;
};
