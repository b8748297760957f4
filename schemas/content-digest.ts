import { hash } from 'node:crypto';
import canonicalize from 'canonicalize';

/** A value that JSON can carry. */
type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

/** Default of every payload field, nested records included; taken from the contract. */
export type FieldDefaults = { [name: string]: { default?: unknown; fields?: FieldDefaults } };

/**
 * Leaves out nulls and values equal to their default, so that a new optional field corrects nothing (design §5).
 * Records that become empty are left out as well.
 */
export function withoutDefaults(value: unknown, defaults: FieldDefaults = {}): Json | undefined {
  if (value === null || value === undefined) return undefined;
  if (Array.isArray(value)) return value.map((item) => withoutDefaults(item, defaults) ?? null);
  if (typeof value !== 'object') return value as Json;
  const kept: { [name: string]: Json } = {};
  for (const [name, member] of Object.entries(value)) {
    const known = defaults[name];
    const content = withoutDefaults(member, known?.fields);
    if (content === undefined || (known && 'default' in known && content === known.default)) continue;
    kept[name] = content;
  }
  return Object.keys(kept).length === 0 ? undefined : kept;
}

/** SHA-256 (hex) of the RFC 8785 JSON of a payload; null (a retraction) has a digest of its own. */
export function contentDigest(payload: object | null, defaults: FieldDefaults): string {
  const content = payload === null ? null : (withoutDefaults(payload, defaults) ?? {});
  return hash('sha256', canonicalize(content) ?? 'null', 'hex');
}
