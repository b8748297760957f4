import type { BriefingDocument } from '../briefing-document.js';
import { numberedBlocks, type NumberedBlock } from '../numbered-blocks.js';
import { escapeHtml } from './escape-html.js';
import { pageStyle } from './page-style.js';
import { createTablePrinter, type TablePrinter } from './page-table.js';

/** The briefing as one HTML file that needs nothing else; each number is an anchor. */
export function printPage(briefing: BriefingDocument): string {
  const blocks = numberedBlocks(briefing);
  const table = createTablePrinter();
  const mark = briefing.sample ? '<p class="sample">【示例数据】</p>' : '';
  return (
    '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n' +
    '<meta name="viewport" content="width=device-width, initial-scale=1">\n' +
    `<title>${escapeHtml(briefing.title)}${briefing.sample ? '（示例数据）' : ''}</title>\n` +
    `<style>${pageStyle}</style>\n</head>\n<body>\n${briefing.sample ? '<div class="banner">示例数据</div>\n' : ''}` +
    `${contents(blocks)}\n<main>\n${blocks.map((block, index) => printed(block, index, table, mark)).join('\n')}\n</main>\n</body>\n</html>\n`
  );
}

function printed(block: NumberedBlock, index: number, table: TablePrinter, mark: string): string {
  switch (block.kind) {
    case 'title':
      return `<h1>${block.lines.map(escapeHtml).join('<br>')}</h1>${mark}`;
    case 'heading':
      return `<h${block.level + 1} id="${headingId(index)}">${escapeHtml(block.text)}</h${block.level + 1}>`;
    case 'paragraph':
      return `<p${block.ragged ? ' class="ragged"' : ''}>${escapeHtml(block.text)}</p>`;
    case 'table':
      return table(block);
    case 'chart':
      return chart(block);
    case 'attachments':
      return `<p class="attachments">附件：${block.titles.map((title, at) => `${at + 1}.${escapeHtml(title)}`).join('<br>\u3000\u3000\u3000')}</p>`;
    case 'signature':
    case 'date':
      return `<p class="${block.kind}">${escapeHtml(block.text)}</p>`;
    case 'attachment':
      return `<h2 class="attachment" id="${headingId(index)}">${escapeHtml(`${block.label}\u3000${block.title}`)}</h2>`;
  }
}

const headingId = (index: number): string => `section-${index}`;

function contents(blocks: readonly NumberedBlock[]): string {
  const entries = blocks.flatMap((block, index) => {
    if (block.kind === 'attachment') return [entry(index, 1, `${block.label}\u3000${block.title}`)];
    return block.kind === 'heading' ? [entry(index, block.level, block.text)] : [];
  });
  return `<nav aria-label="目录"><p>目录</p>\n<ol>\n${entries.join('\n')}\n</ol></nav>`;
}

const entry = (index: number, level: number, text: string): string =>
  `<li class="level-${level}"><a href="#${headingId(index)}">${escapeHtml(text)}</a></li>`;

function chart({ picture, caption, description, notes, number }: Extract<NumberedBlock, { kind: 'chart' }>): string {
  const name = escapeHtml(`${number}\u3000${caption}`);
  return (
    `<figure role="img" aria-label="${escapeHtml(description)}">${picture.svg}` +
    `<figcaption>${name}</figcaption>${notes.map((note) => `<p class="note">${escapeHtml(note)}</p>`).join('')}</figure>`
  );
}
