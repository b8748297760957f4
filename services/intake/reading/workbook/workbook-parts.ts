import { posix } from 'node:path';
import { BrokenWorkbook, type WorkbookPackage } from './workbook-package.js';
import { readXml } from './xml-events.js';

/** Where the parts of a workbook stand, and what its own part says of them (ISO/IEC 29500-1, 12.3 and 18.2). */
export type WorkbookParts = {
  sheets: { name: string; visible: boolean; part: string }[];
  sharedStrings: string | null;
  styles: string | null;
  date1904: boolean;
};

type Relation = { id: string; type: string; part: string };

/** @throws BrokenWorkbook */
export async function workbookParts(file: WorkbookPackage): Promise<WorkbookParts> {
  const [workbook] = partsOfType(await relationsOf(file, ''), 'officeDocument');
  if (workbook === undefined) throw new BrokenWorkbook('NOT_A_WORKBOOK');
  const relations = await relationsOf(file, workbook);
  if (partsOfType(relations, 'vbaProject').length > 0) throw new BrokenWorkbook('MACROS');
  const { sheets, date1904 } = await workbookPart(file, workbook);
  return {
    sheets: sheets.flatMap(({ relationId, ...sheet }) => {
      const relation = relations.find(({ id, type }) => id === relationId && type === 'worksheet');
      return relation ? [{ ...sheet, part: relation.part }] : [];
    }),
    sharedStrings: partsOfType(relations, 'sharedStrings')[0] ?? null,
    styles: partsOfType(relations, 'styles')[0] ?? null,
    date1904,
  };
}

const partsOfType = (relations: readonly Relation[], wanted: string): string[] =>
  relations.flatMap(({ type, part }) => (type === wanted ? [part] : []));

/** Of a part, or of the package (''). The type is the last word of its address, which is the same in strict files. */
async function relationsOf(file: WorkbookPackage, part: string): Promise<Relation[]> {
  const folder = posix.dirname(part);
  const relations: Relation[] = [];
  const of = posix.join(folder, '_rels', `${posix.basename(part)}.rels`);
  if (!file.has(of)) return relations;
  await readXml(file.text(of), {
    open(name, { Id: id = '', Type: type = '', Target: target = '', TargetMode: mode }) {
      if (name !== 'Relationship' || mode === 'External') return;
      const place = target.startsWith('/') ? target.slice(1) : posix.join(folder, target);
      relations.push({ id, type: type.slice(type.lastIndexOf('/') + 1), part: place });
    },
  });
  return relations;
}

async function workbookPart(file: WorkbookPackage, part: string) {
  const sheets: { name: string; visible: boolean; relationId: string }[] = [];
  let date1904 = false;
  await readXml(file.text(part), {
    open(name, attributes) {
      if (name === 'workbookPr') date1904 = isTrue(attributes['date1904']);
      if (name !== 'sheet') return;
      const relationId = Object.entries(attributes).find(([key]) => key.endsWith(':id'))?.[1] ?? '';
      sheets.push({
        name: attributes['name'] ?? '',
        visible: (attributes['state'] ?? 'visible') === 'visible',
        relationId,
      });
    },
  });
  return { sheets, date1904 };
}

const isTrue = (value: string | undefined) => value === '1' || value === 'true';
