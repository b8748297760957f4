import { gaps } from '../../../schemas/gaps/gap.js';
import { indicator, indicatorIds } from '../../../schemas/indicators/indicator.js';
import { RATE_IDS, rateIndicator } from '../../../schemas/indicators/rate-indicator.js';

type Definition = { readonly version: string; readonly definition: string };

/** What the briefing has to print of an indicator, a rate or a gap of this name. */
export function definitionOf(label: string): Definition | undefined {
  return definitions.get(label);
}

const definitions: ReadonlyMap<string, Definition> = new Map<string, Definition>([
  ...indicatorIds().map((id) => [indicator(id).label, indicator(id)] as const),
  ...RATE_IDS.map((id) => [`${rateIndicator(id).label}（${rateIndicator(id).unit}）`, rateIndicator(id)] as const),
  ...[...gaps().values()].map(
    ({ label, version, definition, assessable }) =>
      // Readers of a briefing know the situation by its name, not by the code behind it.
      [label, { version, definition: definition.replace('（14-4）', '') + assessable }] as const,
  ),
]);
