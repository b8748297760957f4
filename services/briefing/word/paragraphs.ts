import { AlignmentType, HeadingLevel, LineRuleType, Paragraph, TextRun } from 'docx';
import type { Block } from '../briefing-document.js';
import { STYLE } from './styles.js';
import { CHARACTER, CLOSER, FONT, fonts, GRID, SIZE } from './official-format.js';

const LINE = { line: GRID.linePitch, lineRule: LineRuleType.EXACT, before: 0, after: 0 };

/** A run whose fonts are its own: Word falls back on the theme's for any run that names none. */
export function run(text: string, options: { font?: string; size?: number; color?: string } = {}): TextRun {
  const { font = FONT.body, size = SIZE.body, color } = options;
  return new TextRun({
    text,
    font: fonts(font),
    size,
    sizeComplexScript: size,
    ...(size === SIZE.body ? { characterSpacing: CLOSER } : {}),
    ...(color === undefined ? {} : { color }),
  });
}

/** Title, 2号小标宋, centred, broken by sense; below it the mark of made-up data, then an empty line. */
export function titleParagraphs(lines: readonly string[], sample: boolean): Paragraph[] {
  const spacing = { line: 700, lineRule: LineRuleType.EXACT, before: 0, after: 0 };
  const centred = { alignment: AlignmentType.CENTER, spacing };
  return [
    ...lines.map(
      (line) => new Paragraph({ ...centred, children: [run(line, { font: FONT.title, size: SIZE.title })] }),
    ),
    ...(sample ? [new Paragraph({ ...centred, children: [sampleMark(SIZE.body)] })] : []),
    new Paragraph({ spacing: LINE, children: [] }),
  ];
}

export function sampleMark(size: number): TextRun {
  return run('【示例数据】', { font: FONT.heading1, size, color: 'C00000' });
}

/** Levels 一、黑体 and （一）楷体, kept with what follows. */
export function headingParagraph({ level, text }: Extract<Block, { kind: 'heading' }>): Paragraph {
  return new Paragraph({
    heading: level === 1 ? HeadingLevel.HEADING_1 : HeadingLevel.HEADING_2,
    keepNext: true,
    spacing: LINE,
    indent: twoCharacters(),
    children: [run(text, { font: level === 1 ? FONT.heading1 : FONT.heading2 })],
  });
}

/** @param closing the last before the signature, which may not stand on a page without text (GB/T 9704-2012 7.3.5.4) */
export function bodyParagraph(
  { text, ragged = false }: Extract<Block, { kind: 'paragraph' }>,
  closing: boolean,
): Paragraph {
  return new Paragraph({
    alignment: ragged ? AlignmentType.LEFT : AlignmentType.BOTH,
    ...(closing ? { keepNext: true, keepLines: true } : {}),
    spacing: LINE,
    indent: twoCharacters(),
    children: [run(text)],
  });
}

/** Date four characters from the right; the issuer centred over it, hence one from the right (14 over 8 characters). */
export function closingParagraph({ kind, text }: Extract<Block, { kind: 'signature' | 'date' }>): Paragraph {
  const characters = kind === 'date' ? 4 : 1;
  return new Paragraph({
    alignment: AlignmentType.RIGHT,
    keepNext: kind === 'signature',
    keepLines: true,
    spacing: { ...LINE, before: kind === 'signature' ? 2 * GRID.linePitch : 0 },
    indent: { right: characters * CHARACTER },
    children: [run(text)],
  });
}

const twoCharacters = () => ({ firstLine: 2 * CHARACTER, firstLineChars: 200 });

/** A line under a table or a chart; the last keeps a distance to the text. */
export function noteParagraph(text: string, last: boolean): Paragraph {
  return new Paragraph({
    style: STYLE.table,
    keepLines: true,
    keepNext: !last,
    spacing: { line: 300, lineRule: LineRuleType.EXACT, before: 0, after: last ? 240 : 0 },
    children: [run(text, { size: SIZE.table })],
  });
}

/** 附件说明 (GB/T 9704-2012 7.3.4): a line below the text, two characters in, each title under the first. */
export function attachmentLines({ titles }: Extract<Block, { kind: 'attachments' }>): Paragraph[] {
  return titles.map(
    (title, index) =>
      new Paragraph({
        keepNext: true,
        spacing: { ...LINE, before: index === 0 ? GRID.linePitch : 0 },
        indent: { left: (index === 0 ? 2 : 5) * CHARACTER },
        children: [run(`${index === 0 ? '附件：' : ''}${index + 1}.${title}`)],
      }),
  );
}

/** 附件 on a page of its own: 黑体 at the margin, its title centred on the third line (GB/T 9704-2012 7.3.7). */
export function attachmentTitle({ label, title }: Extract<Block, { kind: 'attachment' }>): Paragraph[] {
  return [
    new Paragraph({
      heading: HeadingLevel.HEADING_1,
      pageBreakBefore: true,
      spacing: LINE,
      children: [run(label, { font: FONT.heading1 })],
    }),
    new Paragraph({
      alignment: AlignmentType.CENTER,
      spacing: { line: 700, lineRule: LineRuleType.EXACT, before: GRID.linePitch, after: 193 },
      children: [run(title, { font: FONT.title, size: SIZE.title })],
    }),
  ];
}
