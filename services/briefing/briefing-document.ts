import type { Cell } from './cell.js';
import type { Chart } from './charts/chart.js';

/**
 * A briefing as content, before anything is said about fonts: sections make it; `word/`, `workbook/` and `page/` print
 * it. Texts are Chinese, as printed.
 */
export type BriefingDocument = {
  /** Title in one line, as it goes into the file's properties. */
  readonly title: string;
  /** True prints 示例数据 on every page and under the title. */
  readonly sample: boolean;
  /** The moment up to which the data go, epoch ms; the file's own date too. */
  readonly asOf: number;
  readonly blocks: readonly Block[];
};

export type Block =
  | { readonly kind: 'title'; readonly lines: readonly string[] }
  /** Sections give the text, {@link numberHeadings} puts 一、 and （一） before it. */
  | { readonly kind: 'heading'; readonly level: 1 | 2; readonly text: string }
  /** `ragged` for a text that holds one long number, which would tear a justified line apart. */
  | { readonly kind: 'paragraph'; readonly text: string; readonly ragged?: boolean }
  | TableBlock
  | ChartBlock
  /** 附件说明 under the text: what is attached, in order. */
  | { readonly kind: 'attachments'; readonly titles: readonly string[] }
  | { readonly kind: 'signature'; readonly text: string }
  | { readonly kind: 'date'; readonly text: string }
  /** Begins an attachment on a page of its own; headings are counted anew. */
  | { readonly kind: 'attachment'; readonly label: string; readonly title: string };

export type TableBlock = {
  readonly kind: 'table';
  /** Without its number: the numbers are given in the order of the document. */
  readonly caption: string;
  readonly columns: readonly TableColumn[];
  readonly rows: readonly TableRow[];
  /** A table of long texts, which need not stay on one page. */
  readonly mayBreak?: boolean;
  /** Name of its worksheet, where `表1` will not do. */
  readonly sheet?: string;
  /** Printed under the table, a line each. */
  readonly notes: readonly string[];
};

export type ChartBlock = {
  readonly kind: 'chart';
  /** Without its number, as of a table. */
  readonly caption: string;
  readonly chart: Chart;
  /** What the picture shows, for those who cannot see it. */
  readonly description: string;
  readonly notes: readonly string[];
};

export type TableColumn = {
  readonly label: string;
  /** Share of the table's width; only the proportions count. */
  readonly width: number;
  readonly align: 'left' | 'center' | 'right';
  /** Heading over neighbouring columns that name the same band. */
  readonly band?: string;
  /** The rows add up to the total. */
  readonly sums?: true;
};

export type TableRow = {
  readonly cells: readonly Cell[];
  /** `child` is indented under the group before it; `group` and `total` are emphasised. */
  readonly role: 'plain' | 'group' | 'child' | 'total';
};

const NUMERALS = '一二三四五六七八九十';

/** Sections that have nothing to say are left out, so the numbers are given last. */
export function numberHeadings(blocks: readonly Block[]): Block[] {
  let [section, part] = [0, 0];
  return blocks.map((block) => {
    if (block.kind === 'attachment') part = 0;
    if (block.kind !== 'heading') return block;
    if (block.level === 1) {
      [section, part] = [section + 1, 0];
      return { ...block, text: `${numeral(section)}、${block.text}` };
    }
    part += 1;
    return { ...block, text: `（${numeral(part)}）${block.text}` };
  });
}

function numeral(number: number): string {
  const digit = NUMERALS[number - 1];
  if (digit !== undefined) return digit;
  throw new RangeError(`A briefing has up to ten sections and parts of a section; found ${number}.`);
}
