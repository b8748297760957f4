import { FONT, GRID, SIZE } from './official-format.js';

const WORDPROCESSING = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';

export const STYLE = { table: 'TableText' } as const;

/**
 * Lines and characters are set to the grid's measure by exact line spacing and by CLOSER, so nothing needs to snap to it:
 * LibreOffice, when it snaps, breaks a line inside a number and stretches the rows of tables.
 */
const OFF_GRID = '<w:snapToGrid w:val="0"/>';

/**
 * The whole styles part, written by hand: the docx library can neither give the default style a size, from which the
 * grid is reckoned, nor take a paragraph off the grid.
 */
export function styles(): string {
  return (
    `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:styles xmlns:w="${WORDPROCESSING}">` +
    `<w:docDefaults><w:rPrDefault><w:rPr>${fontsAndSize(FONT.body)}<w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>` +
    style('Normal', 'Normal', { isDefault: true, paragraph: OFF_GRID, run: fontsAndSize(FONT.body) }) +
    style('Heading1', 'heading 1', { paragraph: heading(0), run: fontsAndSize(FONT.heading1) }) +
    style('Heading2', 'heading 2', { paragraph: heading(1), run: fontsAndSize(FONT.heading2) }) +
    style(STYLE.table, '表格文字', { run: fontsAndSize(FONT.body, SIZE.table) }) +
    '</w:styles>'
  );
}

function style(id: string, name: string, options: { isDefault?: boolean; paragraph?: string; run: string }): string {
  const { isDefault = false, paragraph = '', run } = options;
  return (
    `<w:style w:type="paragraph"${isDefault ? ' w:default="1"' : ''} w:styleId="${id}"><w:name w:val="${name}"/>` +
    `${isDefault ? '' : '<w:basedOn w:val="Normal"/>'}<w:qFormat/><w:pPr>${paragraph}</w:pPr><w:rPr>${run}</w:rPr></w:style>`
  );
}

/** A level of the outline, so that a reader's navigation pane shows the sections. */
const heading = (level: number): string =>
  `<w:keepNext/><w:spacing w:before="0" w:after="0" w:line="${GRID.linePitch}" w:lineRule="exact"/><w:outlineLvl w:val="${level}"/>`;

function fontsAndSize(chinese: string, size: number = SIZE.body): string {
  return (
    `<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman" w:eastAsia="${chinese}"/>` +
    `<w:sz w:val="${size}"/><w:szCs w:val="${size}"/>`
  );
}
