/*
 * Who is who, decided on blind indexes. Pure: the answer is a function of the set of stated identities; arrival order
 * and repetition cannot matter (promise 2).
 *
 * Terminology. A *reference* is what a source calls a person. A *group* is one certificate under one name: one person.
 * A source states an identity under a reference, and may state it again with other details (birth date, telephone).
 */

/** One statement, as far as decisions need it. Indexes are HMACs. */
export type StatedIdentity = {
  sourceId: string;
  reference: string;
  /** Null: no certificate number. */
  certificateIndex: string | null;
  nameIndex: string;
  /** '1', '2', or null when not stated. */
  sex: string | null;
  birthYear: number | null;
};

export type ResolutionRule =
  /** Same certificate, compatible attributes. */
  | 'EXACT_CERTIFICATE'
  /** Same certificate, but another name, sex or birth year is stated with it: for review. */
  | 'CERTIFICATE_CONFLICT'
  /** No certificate number: nobody can say yet. */
  | 'NO_CERTIFICATE'
  /** One reference was stated for two identities: the source's fault; nobody can say. */
  | 'REFERENCE_CONFLICT';

/** `group` is the person; null when nobody can say. */
export type ReferenceDecision = { sourceId: string; reference: string; group: string | null; rule: ResolutionRule };

export type ReviewedGroup = { certificateIndex: string; group: string; rule: ResolutionRule };

export type Decisions = {
  /** One a reference, sorted by source and reference. */
  references: ReferenceDecision[];
  /** Sorted by group. */
  reviews: ReviewedGroup[];
};

/** The group of a certificate and a name. */
export function groupOf(certificateIndex: string, nameIndex: string): string {
  return `${certificateIndex}|${nameIndex}`;
}

/** Identity of what is stated: the group, or for want of a certificate the name alone. */
function claimOf(identity: StatedIdentity): string {
  return groupOf(identity.certificateIndex ?? '', identity.nameIndex);
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string | null): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    if (key === null) continue;
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

function differ(values: readonly (string | number | null)[]): boolean {
  return new Set(values.filter((value) => value !== null)).size > 1;
}

/**
 * More than one name on a certificate, or a sex or birth year that contradicts another. Not transitive pairing: with
 * "unknown" compatible to both sides, pairs would depend on the order they are looked at, so the whole certificate is
 * in review.
 */
function contradicts(onOneCertificate: readonly StatedIdentity[]): boolean {
  if (differ(onOneCertificate.map((identity) => identity.nameIndex))) return true;
  return (
    differ(onOneCertificate.map((identity) => identity.sex)) ||
    differ(onOneCertificate.map((identity) => identity.birthYear))
  );
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function decide(stated: readonly StatedIdentity[], inConflict: ReadonlySet<string>): ReferenceDecision {
  const [first, ...others] = stated as [StatedIdentity, ...StatedIdentity[]];
  const { sourceId, reference, certificateIndex } = first;
  if (others.some((other) => claimOf(other) !== claimOf(first))) {
    // Two spellings of one name without a certificate are no contradiction: nobody was identified in the first place.
    const uncertified = stated.every((identity) => identity.certificateIndex === null);
    return { sourceId, reference, group: null, rule: uncertified ? 'NO_CERTIFICATE' : 'REFERENCE_CONFLICT' };
  }
  if (certificateIndex === null) return { sourceId, reference, group: null, rule: 'NO_CERTIFICATE' };
  const rule = inConflict.has(certificateIndex) ? 'CERTIFICATE_CONFLICT' : 'EXACT_CERTIFICATE';
  return { sourceId, reference, group: claimOf(first), rule };
}

function reviewsOf(stated: readonly StatedIdentity[], rule: ResolutionRule): ReviewedGroup[] {
  return stated.flatMap((identity) =>
    identity.certificateIndex === null
      ? []
      : [{ certificateIndex: identity.certificateIndex, group: claimOf(identity), rule }],
  );
}

/**
 * Decides on every reference among the statements.
 *
 * A decision on a reference is complete when all statements of that reference, and all on its certificate, are there.
 */
export function resolvePersons(stated: readonly StatedIdentity[]): Decisions {
  const certificates = groupBy(stated, (identity) => identity.certificateIndex);
  const conflicts = [...certificates].filter(([, identities]) => contradicts(identities));
  const inConflict = new Set(conflicts.map(([certificateIndex]) => certificateIndex));
  const references = groupBy(stated, (identity) => JSON.stringify([identity.sourceId, identity.reference]));

  const decided = [...references].sort(([a], [b]) => byText(a, b)).map(([, mine]) => decide(mine, inConflict));
  const contradicted = [...references.values()].filter(
    (mine) => decide(mine, inConflict).rule === 'REFERENCE_CONFLICT',
  );
  const reviews = [
    ...conflicts.flatMap(([, identities]) => reviewsOf(identities, 'CERTIFICATE_CONFLICT')),
    ...contradicted.flatMap((mine) => reviewsOf(mine, 'REFERENCE_CONFLICT')),
  ];
  const distinct = new Map(reviews.map((review) => [`${review.group}|${review.rule}`, review]));
  return { references: decided, reviews: [...distinct].sort(([a], [b]) => byText(a, b)).map(([, review]) => review) };
}
