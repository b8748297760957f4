import { AlignmentType, Footer, Header, PageNumber, Paragraph, TextRun } from 'docx';
import { FONT, fonts, SIZE } from './official-format.js';
import { sampleMark } from './paragraphs.js';

/** A 四号 character, by which page numbers stand in from the edge of the text block. */
const PAGE_NUMBER_CHARACTER = 280;

/** `— 1 —`, 四号宋体: odd pages at the right, even pages at the left, one character in (GB/T 9704-2012 7.5). */
export function pageNumbers(): { default: Footer; even: Footer } {
  return {
    default: pageNumber(AlignmentType.RIGHT, { right: PAGE_NUMBER_CHARACTER }),
    even: pageNumber(AlignmentType.LEFT, { left: PAGE_NUMBER_CHARACTER }),
  };
}

function pageNumber(alignment: (typeof AlignmentType)[keyof typeof AlignmentType], indent: object): Footer {
  const number = new TextRun({
    children: ['— ', PageNumber.CURRENT, ' —'],
    font: fonts(FONT.pageNumber),
    size: SIZE.pageNumber,
  });
  return new Footer({ children: [new Paragraph({ alignment, indent, children: [number] })] });
}

/** 示例数据 at the head of every page, so that no page can be taken for a real one by itself. */
export function sampleHeaders(): { default: Header; even: Header } {
  const header = () =>
    new Header({
      children: [new Paragraph({ alignment: AlignmentType.CENTER, children: [sampleMark(SIZE.pageNumber)] })],
    });
  return { default: header(), even: header() };
}
