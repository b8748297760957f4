import { createWriteStream } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import type { HttpProblem } from '../../../../infra/http/http-problem.js';
import { ROWS_IN_WORKBOOK, type Returned } from '../../returning/return-rejected.js';
import type { Receipt, RowFinding } from '../../receipts/receipt.js';

const REJECTS_IN_TEXT = 20;
const WARNINGS_IN_TEXT = 10;

/** What is told of a file: the receipt of the HTTP door with all findings, or the problem that the door would answer. */
export type DropAnswer =
  { kind: 'accepted'; repeated: boolean; receipt: Receipt } | { kind: 'refused'; problem: HttpProblem };

/** Writes `<file>.回执.json` and `<file>.回执.txt`, each whole or not at all. */
export async function writeReceipts(file: string, name: string, answer: DropAnswer): Promise<void> {
  await writeWhole(`${file}.回执.json`, `${JSON.stringify(jsonOf(answer), null, 2)}\n`);
  await writeWhole(`${file}.回执.txt`, `\ufeff${textOf(name, answer).join('\r\n')}\r\n`);
}

/** Writes the rejected rows as `<file>.退回.xlsx` (very many as `.csv`), to be mended and put into the folder as it is. */
export async function writeReturned(file: string, returned: Returned): Promise<void> {
  const format = returned.rejected > ROWS_IN_WORKBOOK ? 'csv' : 'xlsx';
  const name = `${file}.退回.${format}`;
  await returned.write(format, createWriteStream(`${name}.part`));
  await rename(`${name}.part`, name);
}

async function writeWhole(file: string, text: string): Promise<void> {
  await writeFile(`${file}.part`, text);
  await rename(`${file}.part`, file);
}

function jsonOf(answer: DropAnswer): unknown {
  if (answer.kind === 'accepted') return answer.receipt;
  const { status, code, title, detail, extra } = answer.problem;
  return { ...extra, status, code, title, detail };
}

/** Short and in Chinese, with BOM and CRLF: it is opened with whatever editor the clerk's computer has. */
export function textOf(name: string, answer: DropAnswer): string[] {
  if (answer.kind === 'refused') {
    const { title, detail } = answer.problem;
    return ['报送回执', `文件：${name}`, `结果：未接收（${title}）`, `原因和处理：${detail}`];
  }
  const { batchId, acceptedAt, asOf, rows, warnings, findings, notes } = answer.receipt;
  const rejects = findings.filter(({ severity }) => severity === 'error');
  return [
    '报送回执',
    `文件：${name}`,
    `结果：已接收${answer.repeated ? '（与以前报送的是同一份，未重复计算）' : ''}`,
    `批次：${batchId}`,
    `接收时间：${localTime(acceptedAt)}`,
    `导出时点：${asOf === null ? '未声明' : localTime(asOf)}`,
    `共 ${rows.submitted} 行：新增 ${rows.new}，更正 ${rows.corrected}，撤回 ${rows.retracted}，无变化 ${rows.unchanged}，退回 ${rows.rejected}`,
    ...notes.map((note) => `提示：${note}`),
    '本回执的签名在同名的 .回执.json 文件中，可用 hub receipt verify 核验。',
    ...rejectLines(rows.rejected, rejects),
    ...warningLines(warnings, findings, rejects),
  ];
}

function rejectLines(rejected: number, rejects: readonly RowFinding[]): string[] {
  if (rejected === 0) return [];
  const shown = rejects.slice(0, REJECTS_IN_TEXT).map(lineOf);
  const more = rejects.length > shown.length ? ['  其余见同名的 .退回 文件。'] : [];
  const how =
    '退回的行（请在同名的 .退回 文件中改好标色的单元格，另存后原样放入本文件夹；也可改好原文件后整份再放入）：';
  return ['', how, ROWS_ARE_COUNTED, ...shown, ...more];
}

/** Of rows that were taken: those that were not say what matters by their errors. */
function warningLines(warned: number, findings: readonly RowFinding[], rejects: readonly RowFinding[]): string[] {
  if (warned === 0) return [];
  const rejected = new Set(rejects.map(({ rowNumber }) => rowNumber));
  const warnings = findings.filter(({ rowNumber }) => !rejected.has(rowNumber));
  const shown = warnings.slice(0, WARNINGS_IN_TEXT).map(lineOf);
  const more = warnings.length > shown.length ? ['  其余见同名的 .回执.json 文件。'] : [];
  return ['', `已接收、请核对的行（${warned} 行有提示，属实的不用改）：`, ROWS_ARE_COUNTED, ...shown, ...more];
}

const ROWS_ARE_COUNTED = '  （行号从表头下面的第一条记录数起，空行不计）';

function lineOf({ rowNumber, heading, zh, remedy }: RowFinding): string {
  const place = heading && !zh.includes(`「${heading}」`) ? `“${heading}”` : '';
  return `  第 ${rowNumber} 行${place}：${zh}${remedy}`;
}

function localTime(iso: string): string {
  return new Date(iso).toLocaleString('zh-CN', { timeZone: 'Asia/Shanghai', hour12: false });
}
