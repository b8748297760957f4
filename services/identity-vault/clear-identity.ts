import { z } from 'zod';
import { hmacSm3 } from '../../infra/crypto/hmac-sm3.js';
import { plainCharacters } from '../../schemas/identifiers/plain-characters.js';
import {
  normaliseResidentIdentityNumber,
  residentIdentityCheckDigit,
} from '../../schemas/identifiers/resident-identity-number.js';

/** Certificate type of the resident identity card (code list `certificate-type`). */
const RESIDENT_IDENTITY_CARD = '01';
/** Passports and permits have seven characters and more; shorter entries are fillers. */
const SHORTEST_NUMBER = 5;

const text = z.string().max(500);

/** What a department seals for PERSON and EMPLOYER_PERSON. */
export const clearIdentitySchema = z.object({
  certificateType: text.min(1),
  certificateNumber: text.nullable(),
  name: text.min(1),
  birthDate: z.iso.date().nullable(),
  sex: text,
  telephone: text.nullable(),
});
export type ClearIdentity = z.infer<typeof clearIdentitySchema>;

/** What a department seals for TEXT. */
export const clearTextSchema = z.object({ recordId: z.string().min(1), field: z.string().min(1), text: z.string() });
export type ClearText = z.infer<typeof clearTextSchema>;

/** What the vault compares; says who without saying a name. */
export type IdentityIndexes = {
  /** Null when the identity has no usable certificate number. */
  certificateIndex: string | null;
  nameIndex: string;
  /** Of everything stated: equal content is one statement. */
  contentIndex: string;
  /** '1' or '2'; null when not stated. */
  sex: string | null;
  birthYear: number | null;
};

/** Spaces, dots between the parts of a name and other punctuation differ between systems; the name does not. */
export function normaliseName(name: string): string {
  return name
    .normalize('NFKC')
    .replace(/[\p{P}\p{Z}\p{C}\p{S}]/gu, '')
    .toUpperCase();
}

/**
 * The number in one spelling, or null when it cannot identify anyone: absent, a filler, or a resident identity number
 * that fails its check. People must never be taken for one because both were typed as 000000.
 */
export function normaliseCertificateNumber(type: string, number: string | null): string | null {
  if (type === RESIDENT_IDENTITY_CARD) {
    const resident = normaliseResidentIdentityNumber(number ?? '');
    const sound = /^\d{17}[\dX]$/.test(resident) && residentIdentityCheckDigit(resident.slice(0, 17)) === resident[17];
    return sound ? resident : null;
  }
  const plain = plainCharacters(number ?? '');
  return /[0-9]/.test(plain) && plain.length >= SHORTEST_NUMBER && new Set(plain).size > 1 ? plain : null;
}

/** Blind indexes (HMAC-SM3): without the key nobody can try numbers against them. */
export function identityIndexes(indexKey: Buffer, identity: ClearIdentity): IdentityIndexes {
  const { certificateType, certificateNumber, name, birthDate, sex, telephone } = identity;
  const number = normaliseCertificateNumber(certificateType, certificateNumber);
  const content = JSON.stringify([certificateType, certificateNumber, name, birthDate, sex, telephone]);
  return {
    certificateIndex: number === null ? null : hmacSm3(indexKey, 'certificate', certificateType, number),
    nameIndex: hmacSm3(indexKey, 'name', normaliseName(name)),
    contentIndex: hmacSm3(indexKey, 'content', content),
    sex: sex === '1' || sex === '2' ? sex : null,
    birthYear: birthDate === null ? null : Number(birthDate.slice(0, 4)),
  };
}
