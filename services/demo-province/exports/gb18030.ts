/**
 * Text in GB18030, two-byte characters only: Node decodes the encoding but cannot write it, so the table is made by
 * decoding every pair of bytes once. No library of ours writes it either.
 *
 * @throws RangeError for a character outside GBK, which none of this province's texts may hold
 */
export function encodeGb18030(text: string): Buffer {
  const table = pairs();
  const bytes: number[] = [];
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x80) {
      bytes.push(code);
      continue;
    }
    const pair = table.get(character);
    if (pair === undefined) {
      throw new RangeError(`GB18030 export: U+${code.toString(16)} has no two-byte code; use a character of GBK.`);
    }
    bytes.push(pair >> 8, pair & 0xff);
  }
  return Buffer.from(bytes);
}

let table: ReadonlyMap<string, number> | undefined;

function pairs(): ReadonlyMap<string, number> {
  if (table) return table;
  const found = new Map<string, number>();
  const decoder = new TextDecoder('gb18030');
  for (let lead = 0x81; lead <= 0xfe; lead++) {
    for (let trail = 0x40; trail <= 0xfe; trail++) {
      if (trail === 0x7f) continue;
      const character = decoder.decode(Uint8Array.of(lead, trail));
      if (character !== '\uFFFD' && [...character].length === 1) found.set(character, (lead << 8) | trail);
    }
  }
  table = found;
  return found;
}
