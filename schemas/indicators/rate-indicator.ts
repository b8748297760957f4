import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { schemasFolder } from '../own-files.js';

/** A figure that is one figure over another. Its cases and its headcounts are indicators of their own, with drill-downs. */
export type RateIndicator = {
  readonly id: RateId;
  /** Semantic version. */
  readonly version: string;
  readonly label: string;
  /** Chinese sign: ‰. */
  readonly unit: string;
  /** Cases per so many. */
  readonly per: number;
  /** 口径, Chinese. */
  readonly definition: string;
};

export const RATE_IDS = ['work-injury-incidence', 'work-injury-accident-incidence'] as const;

export type RateId = (typeof RATE_IDS)[number];

const loaded = new Map<RateId, RateIndicator>();

export function rateIndicator(id: RateId): RateIndicator {
  const known = loaded.get(id);
  if (known) return known;
  const file = join(schemasFolder(), 'indicators', 'rates', `${id}.json`);
  const fresh = JSON.parse(readFileSync(file, 'utf8')) as RateIndicator;
  loaded.set(id, fresh);
  return fresh;
}
