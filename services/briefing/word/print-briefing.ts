import { Document, DocumentGridType, Packer, type Paragraph, type Table } from 'docx';
import type { BriefingDocument } from '../briefing-document.js';
import { numberedBlocks, type NumberedBlock } from '../numbered-blocks.js';
import { withoutClock } from '../without-clock.js';
import { chartWithCaption } from './charts.js';
import { GRID, PAGE } from './official-format.js';
import { pageNumbers, sampleHeaders } from './page-frame.js';
import {
  attachmentLines,
  attachmentTitle,
  bodyParagraph,
  closingParagraph,
  headingParagraph,
  titleParagraphs,
} from './paragraphs.js';
import { coreProperties, fontTable } from './reproducible-package.js';
import { styles } from './styles.js';
import { tableWithCaption } from './tables.js';

/** The briefing as a .docx in the format of GB/T 9704-2012; the same document gives the same bytes. */
export async function printBriefing(briefing: BriefingDocument): Promise<Buffer> {
  const packed = await Packer.pack(wordDocument(briefing), 'nodebuffer', undefined, [
    { path: 'docProps/core.xml', data: coreProperties(briefing.title, briefing.asOf) },
    { path: 'word/fontTable.xml', data: fontTable() },
    { path: 'word/styles.xml', data: styles() },
  ]);
  return withoutClock(packed);
}

function wordDocument(briefing: BriefingDocument): Document {
  return new Document({
    title: briefing.title,
    evenAndOddHeaderAndFooters: true,
    sections: [
      {
        properties: {
          page: { size: { width: PAGE.width, height: PAGE.height }, margin: PAGE.margin },
          grid: { type: DocumentGridType.LINES_AND_CHARS, ...GRID },
        },
        ...(briefing.sample ? { headers: sampleHeaders() } : {}),
        footers: pageNumbers(),
        children: printedBlocks(briefing),
      },
    ],
  });
}

function printedBlocks(briefing: BriefingDocument): (Paragraph | Table)[] {
  const blocks = numberedBlocks(briefing);
  return blocks.flatMap((block, index) => printed(block, blocks[index + 1]?.kind === 'attachments', briefing.sample));
}

/** @param closing the last text before the signature */
function printed(block: NumberedBlock, closing: boolean, sample: boolean): (Paragraph | Table)[] {
  switch (block.kind) {
    case 'title':
      return titleParagraphs(block.lines, sample);
    case 'heading':
      return [headingParagraph(block)];
    case 'paragraph':
      return [bodyParagraph(block, closing)];
    case 'table':
      return tableWithCaption(block);
    case 'chart':
      return chartWithCaption(block);
    case 'attachments':
      return attachmentLines(block);
    case 'signature':
    case 'date':
      return [closingParagraph(block)];
    case 'attachment':
      return attachmentTitle(block);
  }
}
