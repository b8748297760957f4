import { AlignmentType, ImageRun, LineRuleType, Paragraph } from 'docx';
import { rasterise } from '../charts/rasterise.js';
import type { NumberedBlock } from '../numbered-blocks.js';
import { FONT, SIZE } from './official-format.js';
import { noteParagraph, run } from './paragraphs.js';
import { STYLE } from './styles.js';

/** Picture, then its caption and notes, on one page: SVG for those who can, PNG for the others. */
export function chartWithCaption(block: Extract<NumberedBlock, { kind: 'chart' }>): Paragraph[] {
  const { picture, caption, description, notes, number } = block;
  const image = new ImageRun({
    type: 'svg',
    data: Buffer.from(picture.svg),
    fallback: { type: 'png', data: rasterise(picture) },
    transformation: { width: picture.width, height: picture.height },
    // Its own number: the library would go on counting through the life of the process.
    altText: { id: number.slice(1), name: number, title: caption, description },
  });
  return [
    new Paragraph({
      style: STYLE.table,
      alignment: AlignmentType.CENTER,
      keepNext: true,
      spacing: { before: 160, after: 0 },
      children: [image],
    }),
    new Paragraph({
      style: STYLE.table,
      alignment: AlignmentType.CENTER,
      keepNext: true,
      spacing: { line: 400, lineRule: LineRuleType.EXACT, before: 40, after: 40 },
      children: [run(`${number}\u3000${caption}`, { font: FONT.heading1, size: SIZE.caption })],
    }),
    ...notes.map((note, index) => noteParagraph(note, index === notes.length - 1)),
  ];
}
