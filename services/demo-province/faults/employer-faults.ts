import type { Cells } from '../exports/cell.js';
import type { Feed } from '../exports/export-row.js';
import type { Random } from '../random.js';
import { textIn, type Fault, type Spoiling } from './fault.js';

/** What goes wrong with an employer's credit code, the same in every feed. */
export function employerFaults<Ground>(feed: Feed, ground: Ground): Fault<Ground>[] {
  return [
    { fault: 'credit-code-cut-short', feed, description: '统一社会信用代码少一位', ground, spoil: cutShort },
    {
      fault: 'credit-code-letter-o-for-zero',
      feed,
      description: '统一社会信用代码含不使用的字母',
      ground,
      spoil: letterO,
    },
    {
      fault: 'credit-code-last-character-wrong',
      feed,
      description: '统一社会信用代码校验位不对',
      ground,
      spoil: lastWrong,
    },
    {
      fault: 'employer-number-masked',
      feed,
      description: '雇主为自然人，身份证号已打码',
      ground,
      spoil: masked,
    },
  ];
}

function cutShort(cells: Cells): Spoiling {
  return { cells: { employerUscc: textIn(cells, 'employerUscc').slice(0, -1) } };
}

function letterO(cells: Cells, random: Random): Spoiling {
  const code = textIn(cells, 'employerUscc');
  const at = random.int(10, 15);
  return { cells: { employerUscc: `${code.slice(0, at)}O${code.slice(at + 1)}` } };
}

function lastWrong(cells: Cells, random: Random): Spoiling {
  const code = textIn(cells, 'employerUscc');
  const others = [...'0123456789ABCDEFGH'].filter((character) => character !== code.at(-1));
  return { cells: { employerUscc: code.slice(0, -1) + random.pick(others) } };
}

/** As public registers print it: nobody can tell from it who it is. */
function masked(_cells: Cells, random: Random): Spoiling {
  return { cells: { employerName: '王**', employerUscc: `2225**********${String(random.int(1000, 9999))}` } };
}
