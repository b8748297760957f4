import type { WrittenIdentity } from '../../services/demo-province/truth.js';

/** Something of a person found where it must not be; what was found is named by kind, so that a report leaks nothing more. */
export type Leak = { where: string; kind: 'certificate number' | 'telephone' | 'name'; person: number };

export type PersonalDataScan = {
  /** Bytes as they are: numbers as digits, names of three characters and more in UTF-8 and GB18030. */
  bytes: (where: string, bytes: Buffer) => void;
  text: (where: string, text: string) => void;
  /** Every text inside a decoded value, names of two characters too when they are the whole of it. */
  value: (where: string, value: unknown) => void;
  leaks: () => Leak[];
  /** How much was looked at, so that a scan of nothing is not taken for a clean one. */
  scanned: () => { bytes: number; values: number };
};

type Known = { person: number; kind: Leak['kind'] };

/** Shorter certificate numbers than these would be found by chance. */
const SHORTEST_NUMBER = 11;
/** Two characters meet by chance in ordinary words, and in the middle of longer names. */
const SHORTEST_NAME_IN_TEXT = 3;
const ENOUGH = 50;

/** Looks for all persons at once: every run of digits or of Chinese characters is cut into windows and looked up. */
export function createPersonalDataScan(persons: readonly WrittenIdentity[]): PersonalDataScan {
  const numbers = new Map<string, Known>();
  const names = new Map<string, Known>();
  for (const { person, name, number, telephone } of persons) {
    if (number !== null) numbers.set(number.toUpperCase(), { person, kind: 'certificate number' });
    numbers.set(telephone, { person, kind: 'telephone' });
    names.set(name, { person, kind: 'name' });
  }
  const longNames = new Map([...names].filter(([name]) => name.length >= SHORTEST_NAME_IN_TEXT));
  const ofNumbers = windows(numbers, new RegExp(`[0-9Xx]{${SHORTEST_NUMBER},}`, 'g'));
  const ofNames = windows(longNames, new RegExp(`\\p{Script=Han}{${SHORTEST_NAME_IN_TEXT},}`, 'gu'));
  const gb18030 = new TextDecoder('gb18030');
  const leaks: Leak[] = [];
  const scanned = { bytes: 0, values: 0 };

  const found = (where: string, known: Iterable<Known>): void => {
    for (const one of known) if (leaks.length < ENOUGH) leaks.push({ where, ...one });
  };
  const text = (where: string, subject: string): void => {
    found(where, ofNumbers(subject));
    found(where, ofNames(subject));
  };
  const bytes = (where: string, subject: Buffer): void => {
    scanned.bytes += subject.length;
    text(where, subject.toString('utf8'));
    // A character has two bytes: read from either.
    for (const at of [0, 1]) found(`${where} (GB18030)`, ofNames(gb18030.decode(subject.subarray(at))));
  };
  const value = (where: string, subject: unknown): void => {
    if (Buffer.isBuffer(subject)) bytes(where, subject);
    else if (Array.isArray(subject)) subject.forEach((one) => value(where, one));
    else if (typeof subject === 'object' && subject !== null) {
      for (const [key, one] of Object.entries(subject)) {
        text(where, key);
        value(`${where} ${key}`, one);
      }
    } else if (subject !== null && subject !== undefined) {
      scanned.values += 1;
      const written = String(subject);
      text(where, written);
      const whole = written.length < SHORTEST_NAME_IN_TEXT ? names.get(written) : undefined;
      if (whole) found(where, [whole]);
    }
  };
  return { bytes, text, value, leaks: () => leaks, scanned: () => scanned };
}

function windows(known: ReadonlyMap<string, Known>, run: RegExp): (text: string) => Known[] {
  const lengths = [...new Set([...known.keys()].map((one) => one.length))];
  return (text) => {
    const found: Known[] = [];
    for (const [match] of text.matchAll(run)) {
      const subject = match.toUpperCase();
      for (const length of lengths) {
        for (let at = 0; at + length <= subject.length; at += 1) {
          const one = known.get(subject.slice(at, at + length));
          if (one) found.push(one);
        }
      }
    }
    return found;
  };
}
