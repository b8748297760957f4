/**
 * A briefing as content, before anything is said about fonts: sections make it, `word/` prints it. Texts are Chinese,
 * as printed.
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
  | { readonly kind: 'heading'; readonly level: 1 | 2; readonly text: string }
  /** `ragged` for a text that holds one long number, which would tear a justified line apart. */
  | { readonly kind: 'paragraph'; readonly text: string; readonly ragged?: boolean }
  | TableBlock
  | { readonly kind: 'signature'; readonly text: string }
  | { readonly kind: 'date'; readonly text: string };

export type TableBlock = {
  readonly kind: 'table';
  /** Without its number: the numbers are given in the order of the document. */
  readonly caption: string;
  readonly columns: readonly TableColumn[];
  readonly rows: readonly TableRow[];
  /** A table of long texts, which need not stay on one page. */
  readonly mayBreak?: boolean;
  /** Printed under the table, a line each. */
  readonly notes: readonly string[];
};

export type TableColumn = {
  readonly label: string;
  /** Share of the table's width; only the proportions count. */
  readonly width: number;
  readonly align: 'left' | 'center' | 'right';
  /** Heading over neighbouring columns that name the same band. */
  readonly band?: string;
};

export type TableRow = {
  readonly cells: readonly string[];
  /** `child` is indented under the group before it; `group` and `total` are emphasised. */
  readonly role: 'plain' | 'group' | 'child' | 'total';
};
