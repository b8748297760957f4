import type { Random } from '../../../services/demo-province/random.js';
import type { Entry } from '../../integration/intake/zip-archive.js';
import { mutatedBytes } from './byte-mutation.js';

type Mutation = (parts: readonly Entry[], random: Random) => Entry[];

const withXml = (entry: Entry, change: (xml: string) => string): Entry => ({
  ...entry,
  content: Buffer.from(change(entry.content.toString('utf8'))),
});

/** A sheet whose cells are not what and where they should be, or whose XML is a trap. */
const XML_CHANGES: readonly ((xml: string, random: Random) => string)[] = [
  (xml, random) =>
    xml.replace(/r="[A-Z]+\d+"/, `r="${random.pick(['XFD1048576', 'A0', 'ZZZZZZZ1', '1A', '', 'A99999999999'])}"`),
  (xml, random) => xml.replace(/<row r="\d+"/, `<row r="${random.pick(['0', '-1', '1048577', '1e9', 'x'])}"`),
  (xml, random) => xml.replace('t="inlineStr"', `t="${random.pick(['s', 'n', 'b', 'e', 'd', 'str', 'x', ''])}"`),
  (xml) => xml.replace('<is>', '<f>1+1</f><is>'),
  (xml) => xml.replace(/<is>.*?<\/is>/, '<v>99999999999999999999</v>'),
  (xml) =>
    `<!DOCTYPE x [<!ENTITY a "${'b'.repeat(100)}"><!ENTITY c "${'&a;'.repeat(100)}">]>${xml.replace('<t>', '<t>&c;')}`,
  (xml) => `<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>${xml.replace('<t>', '<t>&a;')}`,
  (xml, random) => xml.replace('<t>', '<t>'.repeat(random.int(2, 20_000))),
  (xml, random) =>
    xml.replace('<t>', `<t>${random.pick(['&#0;', '&#xD800;', '&nope;', '&amp', ']]>', '<![CDATA[', '<!--'])}`),
  (xml, random) => `<?xml version="1.0" encoding="${random.pick(['UTF-16', 'GB18030', 'x'])}"?>${xml}`,
  (xml) => xml.replaceAll('sheetData', 'x:sheetData'),
  (xml) => xml.replace(/Target="[^"]*"/, 'Target="../../../../etc/hostname"'),
  (xml) => xml.replace(/Target="[^"]*"/, 'TargetMode="External" Target="http://127.0.0.1:9/"'),
  (xml) => xml.replace('</sheetData>', `<row>${'<c><v>1</v></c>'.repeat(20_000)}</row></sheetData>`),
];

const changedPart = (parts: readonly Entry[], random: Random, change: (entry: Entry) => Entry): Entry[] => {
  // The sheet most often: it is the largest part and the one with the most ways to be wrong.
  const which = random.chance(0.6) ? parts.length - 1 : random.int(0, parts.length - 1);
  return parts.map((entry, at) => (at === which ? change(entry) : entry));
};

const MUTATIONS: readonly Mutation[] = [
  (parts, random) =>
    changedPart(parts, random, (entry) => withXml(entry, (xml) => random.pick(XML_CHANGES)(xml, random))),
  (parts, random) =>
    changedPart(parts, random, (entry) => withXml(entry, (xml) => random.pick(XML_CHANGES)(xml, random))),
  (parts, random) =>
    changedPart(parts, random, (entry) => ({ ...entry, content: mutatedBytes(entry.content, random) })),
  (parts, random) => parts.filter((entry) => entry !== random.pick(parts)),
  (parts, random) => [...parts, random.pick(parts)],
  (parts, random) =>
    changedPart(parts, random, (entry) => ({ ...entry, claimed: random.pick([0, 1, 2 ** 31, 2 ** 32 - 1]) })),
  (parts, random) =>
    changedPart(parts, random, (entry) => ({
      ...entry,
      name: random.pick(['../x', '/x', '', 'xl\\workbook.xml', '\u0000', entry.name.toUpperCase()]),
    })),
  (parts) => [...parts, { name: 'xl/vbaProject.bin', content: Buffer.from('macros') }],
];

/** A workbook with one or two of its parts spoilt. */
export function mutatedParts(parts: readonly Entry[], random: Random): Entry[] {
  const once = random.pick(MUTATIONS)(parts, random);
  return random.chance(0.3) && once.length > 0 ? random.pick(MUTATIONS)(once, random) : once;
}
