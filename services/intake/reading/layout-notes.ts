import type { BodyLayout } from './row-reader.js';

/** A sheet may be called after a person; what looks like more than a heading is not repeated. */
const SAFE_NAME = /^[\p{Script=Han}A-Za-z0-9_()（）、/·\- ]{1,31}$/u;
const LONG_NUMBER = /\d{7,}/;

/** What the sender is told of the file as a whole. */
export function layoutNotes({ hiddenSheets }: BodyLayout): string[] {
  if (hiddenSheets.length === 0) return [];
  const names = hiddenSheets.filter((name) => SAFE_NAME.test(name) && !LONG_NUMBER.test(name));
  const named = names.length === 0 ? '' : `：${names.join('、')}`;
  return [
    `工作簿中有 ${hiddenSheets.length} 张隐藏的工作表没有读取${named}。如其中有要报送的记录，请取消隐藏并移到第一张后重新报送。`,
  ];
}
