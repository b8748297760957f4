import { plainCharacters } from './plain-characters.js';

/**
 * Forms in which a person may be shown to someone who was not granted a look at the identity. The forms are our own
 * (design §3, promise 6): never more than the first and last four characters.
 */

/** 张三丰 → 张**, whatever the length of the given name. Empty stays empty. */
export function maskName(name: string): string {
  const [first] = [...name.trim()];
  return first === undefined ? '' : `${first}**`;
}

/** 18 characters → the first and last 4; a shorter number (passport, permit) shows a quarter at either end at most. */
export function maskIdentityNumber(number: string): string {
  const characters = [...plainCharacters(number)];
  const shown = Math.min(4, Math.floor(characters.length / 4));
  return maskMiddle(characters, shown, shown);
}

/** 13812341234 → 138****1234, with or without +86; a landline keeps its last two digits. */
export function maskTelephone(telephone: string): string {
  const digits = [
    ...plainCharacters(telephone)
      .replace(/\D/g, '')
      .replace(/^86(?=1\d{10}$)/, ''),
  ];
  return /^1\d{10}$/.test(digits.join(''))
    ? maskMiddle(digits, 3, 4)
    : maskMiddle(digits, 0, digits.length > 4 ? 2 : 0);
}

function maskMiddle(characters: readonly string[], head: number, tail: number): string {
  const hidden = characters.length - head - tail;
  return [...characters.slice(0, head), '*'.repeat(hidden), ...characters.slice(characters.length - tail)].join('');
}
