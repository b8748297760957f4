import type { ClearIdentity, MappingContext } from '../../../connectors/connector.js';
import { hmacSm3 } from '../../../infra/crypto/hmac-sm3.js';
import { checkResidentIdentityNumber } from '../../../schemas/identifiers/resident-identity-number.js';
import type { Source } from '../sources.js';

export type SealedKind = 'PERSON' | 'EMPLOYER_PERSON' | 'TEXT';

/** Something personal that an event only refers to. */
export type PersonalItem = {
  kind: SealedKind;
  /** The reference that the event carries. */
  reference: string;
  /** References under every retained key, newest key first. */
  candidates: readonly string[];
  /** What is sealed to the vault, as JSON. */
  plain: object;
};

const RESIDENT_IDENTITY = '01';

/**
 * The mapping's context: makes references under the source's keys and collects what they stand for. A reference that is
 * known already under an older key is kept, so that a new key corrects nothing (design §5).
 */
export function collectingContext(
  { sourceId, keys }: Pick<Source, 'sourceId' | 'keys'>,
  known: ReadonlySet<string>,
  today: string,
): { context: MappingContext; items: PersonalItem[] } {
  const items: PersonalItem[] = [];
  const refer = (kind: SealedKind, plain: object, ...parts: string[]): string => {
    const candidates = keys.map(({ key }) => hmacSm3(key, ...parts));
    const reference = candidates.findLast((candidate) => known.has(candidate)) ?? candidates[0] ?? '';
    items.push({ kind, reference, candidates, plain });
    return reference;
  };
  const referToPerson = (kind: SealedKind, identity: ClearIdentity, recordId: string) =>
    refer(kind, personPlain(identity), ...personParts(identity, recordId));
  const context: MappingContext = {
    sourceId,
    today,
    sealPerson: (identity, recordId) => ({
      identityRef: referToPerson('PERSON', identity, recordId),
      ...birthYearAndSex(identity),
    }),
    sealEmployerPerson: (identity, recordId) => referToPerson('EMPLOYER_PERSON', identity, recordId),
    sealText: (text, recordId, field) =>
      text === null || text.trim() === ''
        ? null
        : refer('TEXT', { recordId, field, text }, 'TEXT', recordId, field, text),
  };
  return { context, items };
}

/** Without a number two people of one name must not become one: the record keeps them apart. */
function personParts({ certificateType, certificateNumber, name }: ClearIdentity, recordId: string): string[] {
  return certificateNumber === null
    ? [certificateType, '', name, recordId]
    : [certificateType, certificateNumber, name];
}

function personPlain({ certificateType, certificateNumber, name, birthDate, sex, telephone }: ClearIdentity): object {
  return { certificateType, certificateNumber, name, birthDate, sex, telephone };
}

/** What the event may say of the person; a resident identity number states both where the export leaves them out. */
function birthYearAndSex(identity: ClearIdentity): { birthYear: number | null; sex: string } {
  const number = identity.certificateType === RESIDENT_IDENTITY ? identity.certificateNumber : null;
  const stated = number === null ? null : checkResidentIdentityNumber(number);
  const birthDate = identity.birthDate ?? (stated?.ok ? stated.birthDate : null);
  const sex = identity.sex === '0' && stated?.ok ? stated.sex : identity.sex;
  return { birthYear: birthDate === null ? null : Number(birthDate.slice(0, 4)), sex };
}
