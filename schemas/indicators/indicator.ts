import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { schemasFolder } from '../own-files.js';

/** A number that a figure has in each of its rows. */
export type IndicatorMeasure = {
  readonly key: string;
  /** Chinese name, as printed. */
  readonly label: string;
  /** Chinese measure word: 件, 例, 起, 人. */
  readonly unit: string;
};

/** What a figure counts. A changed definition is a new version: figures of different versions are not compared. */
export type Indicator = {
  readonly id: string;
  /** Semantic version; part of every figure. */
  readonly version: string;
  /** Chinese name, as printed. */
  readonly label: string;
  /** 口径: what is counted and what is not, by which date and which standard; Chinese, printed in the briefing. */
  readonly definition: string;
  /** Only what these departments report is counted; another department's report of the same event is not. */
  readonly departments: readonly { readonly id: string; readonly label: string }[];
  readonly eventType: string;
  /** Payload date that decides the year, by Asia/Shanghai. */
  readonly dateBasis: { readonly path: string; readonly label: string };
  readonly measures: readonly IndicatorMeasure[];
  /** What a row of the drill-down is and what it adds to the figure; Chinese. */
  readonly drillDown: string;
};

/** A programmer's or a caller's error: there is no such figure. */
export class UnknownIndicator extends Error {
  override readonly name = 'UnknownIndicator';
  readonly code = 'INDICATOR_UNKNOWN';
  readonly retriable = false;
}

const folder = () => join(schemasFolder(), 'indicators');
const loaded = new Map<string, Indicator>();
let ids: readonly string[] | undefined;

/** Ids of all indicators, sorted; adding one is adding a file (and its population in services/dataset/figures). */
export function indicatorIds(): readonly string[] {
  ids ??= readdirSync(folder())
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.slice(0, -'.json'.length))
    .sort();
  return ids;
}

/** @throws UnknownIndicator */
export function indicator(id: string): Indicator {
  const known = loaded.get(id);
  if (known) return known;
  // Checked against the folder's listing, so that an id from outside can never become a path.
  if (!indicatorIds().includes(id)) {
    throw new UnknownIndicator(`No indicator "${id}". Known indicators: ${indicatorIds().join(', ')}.`);
  }
  const fresh = JSON.parse(readFileSync(join(folder(), `${id}.json`), 'utf8')) as Indicator;
  loaded.set(id, fresh);
  return fresh;
}
