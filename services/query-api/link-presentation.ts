import { linkDefinitions } from '../dataset/links/link-view.js';
import type { RecordLink } from '../dataset/links/links-of-record.js';
import { isInScope, type RowScope } from './row-scope.js';

/** Links with their Chinese names; those to records that the caller may not see are left out. */
export function presentLinks(links: readonly RecordLink[], scope: RowScope): object[] {
  return links
    .filter(({ other }) => isInScope(scope, other))
    .map((link) => {
      const definition = linkDefinitions.find(({ kind }) => kind === link.kind);
      return { ...link, label: definition?.label ?? link.kind, ruleLabel: ruleLabel(link.kind, link.rule) };
    });
}

/** Chinese name of a rule by which records are linked. */
export function ruleLabel(kind: string, rule: string): string {
  return linkDefinitions.find((definition) => definition.kind === kind)?.rules[rule] ?? rule;
}
