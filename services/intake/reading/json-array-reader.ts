import type { ColumnIndex } from './column-heading.js';
import { flatObjectRow, MAX_DEPTH } from './flat-object.js';
import { UnreadableBatch, type ReadingLimits, type ReadRow } from './row-reader.js';

/** Rows of a JSON array of flat objects, element by element, so that the whole is never in memory. */
export async function* readJsonArray(
  text: AsyncIterable<string>,
  index: ColumnIndex,
  limits: ReadingLimits,
): AsyncGenerator<ReadRow> {
  let rowNumber = 0;
  for await (const element of arrayElements(text, limits.rowCharacters)) {
    rowNumber += 1;
    yield flatObjectRow(parsed(element, rowNumber), rowNumber, index);
  }
  if (rowNumber === 0) throw new UnreadableBatch('FILE_EMPTY', '报送内容是空的：数组中没有任何记录。');
}

function parsed(element: string, rowNumber: number): unknown {
  try {
    return JSON.parse(element) as unknown;
  } catch {
    throw broken(`第 ${rowNumber} 条记录不是有效的 JSON`);
  }
}

function broken(what: string): UnreadableBatch {
  return new UnreadableBatch('FILE_BROKEN', `${what}，请检查括号、引号和逗号后重新报送。`);
}

/** The text of each element of a top-level array, in order. */
export async function* arrayElements(text: AsyncIterable<string>, limit: number): AsyncGenerator<string> {
  const scan = new ArrayScan(limit);
  for await (const chunk of text) yield* scan.push(chunk);
  scan.assertComplete();
}

type Place = 'before' | 'first' | 'element' | 'next' | 'after';

/** Cuts a top-level JSON array at its commas; what an element holds is left to JSON.parse. */
class ArrayScan {
  private place: Place = 'before';
  private element = '';
  private depth = 0;
  private inString = false;
  private escaped = false;

  constructor(private readonly limit: number) {}

  *push(chunk: string): Generator<string> {
    let from = 0;
    for (let at = 0; at < chunk.length; at += 1) {
      const character = chunk.charAt(at);
      if (this.place === 'element') {
        if (!this.endsElement(character)) continue;
        yield this.taken(chunk.slice(from, at));
        this.place = character === ',' ? 'next' : 'after';
      } else if (this.opensElement(character)) {
        from = at;
        this.place = 'element';
        this.endsElement(character);
      }
    }
    if (this.place === 'element') this.element += chunk.slice(from);
    if (this.element.length > this.limit) throw broken(`有一条记录超过 ${this.limit} 个字符`);
  }

  assertComplete(): void {
    if (this.place === 'before') throw new UnreadableBatch('FILE_EMPTY', '报送内容是空的：应为 JSON 数组。');
    if (this.place !== 'after') throw broken('JSON 数组不完整');
  }

  private taken(tail: string): string {
    const element = this.element + tail;
    this.element = '';
    return element;
  }

  /** Outside of elements: white space, the array's own brackets. True where an element begins. */
  private opensElement(character: string): boolean {
    if (/\s/.test(character)) return false;
    if (this.place === 'before') {
      if (character !== '[') throw broken('报送内容应为 JSON 数组');
      this.place = 'first';
      return false;
    }
    if (this.place === 'first' && character === ']') {
      this.place = 'after';
      return false;
    }
    if (this.place === 'after' || character === ',' || character === ']') throw broken('JSON 数组的格式有误');
    return true;
  }

  /** Follows strings and brackets; true at the comma or bracket that ends the element. */
  private endsElement(character: string): boolean {
    if (this.inString) {
      if (this.escaped) this.escaped = false;
      else if (character === '\\') this.escaped = true;
      else if (character === '"') this.inString = false;
      return false;
    }
    if (character === '"') this.inString = true;
    else if (character === '{' || character === '[') this.deeper();
    else if (this.depth === 0) return character === ',' || character === ']';
    else if (character === '}' || character === ']') this.depth -= 1;
    return false;
  }

  private deeper(): void {
    this.depth += 1;
    if (this.depth > MAX_DEPTH) throw broken('JSON 嵌套过深：每条记录应是扁平的对象');
  }
}
