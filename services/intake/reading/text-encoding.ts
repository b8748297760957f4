import type { Readable } from 'node:stream';
import { UnreadableBatch } from './row-reader.js';

/** UTF-16LE is what spreadsheets call "Unicode text": with BOM, cells parted by tabs. */
export type TextEncoding = 'UTF-8' | 'UTF-8-BOM' | 'GB18030' | 'UTF-16LE';

/** What the raw bytes allow; several encodings may fit (plain ASCII fits both). */
export type EncodingFindings = {
  bom: 'utf-8' | 'utf-16le' | 'utf-16be' | null;
  utf8: boolean;
  gb18030: boolean;
  /** Only looked at where the BOM says so. */
  utf16le: boolean;
  nul: boolean;
};

/** Looks at raw bytes chunk by chunk, without keeping them. */
export function detectEncoding(): { push: (chunk: Uint8Array) => void; findings: () => EncodingFindings } {
  let start: number[] = [];
  let nul = false;
  const utf8 = strictDecoder('utf-8');
  const gb18030 = strictDecoder('gb18030');
  const utf16le = strictDecoder('utf-16le');
  return {
    push: (chunk) => {
      if (start.length < 3) start = [...start, ...chunk.subarray(0, 3)].slice(0, 3);
      nul ||= chunk.includes(0);
      utf8.push(chunk);
      gb18030.push(chunk);
      if (start[0] === UTF_16LE_BOM[0]) utf16le.push(chunk);
    },
    findings: () => ({
      ...{ bom: bomOf(start), utf8: utf8.fits(), gb18030: gb18030.fits(), nul },
      utf16le: start[0] === UTF_16LE_BOM[0] && utf16le.fits(),
    }),
  };
}

function strictDecoder(label: string) {
  const decoder = new TextDecoder(label, { fatal: true });
  let fits = true;
  const attempt = (chunk?: Uint8Array) => {
    if (!fits) return;
    try {
      decoder.decode(chunk, { stream: chunk !== undefined });
    } catch {
      fits = false;
    }
  };
  return {
    push: (chunk: Uint8Array) => attempt(chunk),
    fits: () => {
      attempt();
      return fits;
    },
  };
}

function bomOf([first, second, third]: readonly number[]): EncodingFindings['bom'] {
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if (first === UTF_16LE_BOM[0] && second === UTF_16LE_BOM[1]) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : null;
}

const UTF_16LE_BOM = [0xff, 0xfe] as const;
const UTF_16_CHARSETS = new Set(['utf-16', 'utf-16le']);

const GB_CHARSETS = new Set(['gb18030', 'gbk', 'gb2312', 'cp936']);

/**
 * Decides on the raw bytes: BOM, then UTF-8, then GB18030 (UTF-16LE by its BOM alone), each without a single error. A declared charset is believed,
 * but must fit; JSON is UTF-8 by RFC 8259.
 *
 * @throws UnreadableBatch ENCODING_UNREADABLE, or FILE_BROKEN for a text with NUL bytes
 */
export function decideEncoding(found: EncodingFindings, declared: string | null, utf8Only: boolean): TextEncoding {
  const charset = declared?.toLowerCase() ?? null;
  if (found.bom === 'utf-16le' && !utf8Only) return unicodeText(found, charset);
  if (found.bom === 'utf-16le' || found.bom === 'utf-16be') {
    throw unreadable('文件是 UTF-16 编码，请另存为 UTF-8 或 GB18030 编码后报送。');
  }
  if (found.nul) throw new UnreadableBatch('FILE_BROKEN', '文本中含有空字符（NUL），文件可能已损坏，请重新导出。');
  if (charset !== null && charset !== 'utf-8' && charset !== 'utf8' && !GB_CHARSETS.has(charset)) {
    throw unreadable('Content-Type 声明的字符编码不受支持，只接受 UTF-8、GB18030 和带 BOM 的 UTF-16（小端）。');
  }
  const gbAllowed = !utf8Only && charset !== 'utf-8' && charset !== 'utf8';
  const utf8Allowed = charset === null || !GB_CHARSETS.has(charset);
  if (found.bom === 'utf-8' && found.utf8 && utf8Allowed) return 'UTF-8-BOM';
  if (found.utf8 && utf8Allowed) return 'UTF-8';
  if (found.gb18030 && gbAllowed && found.bom === null) return 'GB18030';
  throw unreadable(
    utf8Only
      ? 'JSON 和 NDJSON 必须是 UTF-8 编码，请转换编码后报送。'
      : '文件既不是有效的 UTF-8，也不是有效的 GB18030，或与声明的编码不符，请重新导出。',
  );
}

function unicodeText({ utf16le }: EncodingFindings, charset: string | null): TextEncoding {
  if (utf16le && (charset === null || UTF_16_CHARSETS.has(charset))) return 'UTF-16LE';
  throw unreadable('文件以 UTF-16 的标记开头，但内容不是有效的 UTF-16，或与声明的编码不符，请重新导出。');
}

const DECODERS: Readonly<Record<TextEncoding, string>> = {
  'UTF-8': 'utf-8',
  'UTF-8-BOM': 'utf-8',
  GB18030: 'gb18030',
  'UTF-16LE': 'utf-16le',
};

function unreadable(detail: string): UnreadableBatch {
  return new UnreadableBatch('ENCODING_UNREADABLE', detail);
}

/** Decodes a body whose encoding was decided; the BOM is left out. */
export async function* decodedText(body: Readable, encoding: TextEncoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(DECODERS[encoding], { fatal: true });
  for await (const chunk of body as AsyncIterable<Buffer>) {
    const text = decoder.decode(chunk, { stream: true });
    if (text !== '') yield text;
  }
  const rest = decoder.decode();
  if (rest !== '') yield rest;
}
