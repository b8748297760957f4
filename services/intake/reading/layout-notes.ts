import { TEMPLATE_SHEETS } from '../templates/template-sheets.js';
import type { BodyLayout } from './row-reader.js';

/** A sheet may be called after a person; what looks like more than a heading is not repeated. */
const SAFE_NAME = /^[\p{Script=Han}A-Za-z0-9_()（）、/·\- ]{1,31}$/u;
const LONG_NUMBER = /\d{7,}/;

/** What the sender is told of the file as a whole. */
export function layoutNotes({ hiddenSheets, otherSheets = [] }: BodyLayout): string[] {
  const others = otherSheets.filter((name) => !TEMPLATE_SHEETS.has(name));
  return [
    ...(hiddenSheets.length === 0
      ? []
      : [
          `工作簿中有 ${hiddenSheets.length} 张隐藏的工作表没有读取${named(hiddenSheets)}。如其中有要报送的记录，请取消隐藏并移到第一张后重新报送。`,
        ]),
    ...(others.length === 0
      ? []
      : [
          `只读取第一张工作表，另有 ${others.length} 张没有读取${named(others)}。如其中有要报送的记录，请并入第一张，或另存为单独的文件报送。`,
        ]),
  ];
}

function named(sheets: readonly string[]): string {
  const names = sheets.filter((name) => SAFE_NAME.test(name) && !LONG_NUMBER.test(name));
  return names.length === 0 ? '' : `：${names.join('、')}`;
}
