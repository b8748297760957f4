import { shanghaiDate } from '../../schemas/period.js';
import type { BriefingDocument } from './briefing-document.js';
import type { BriefingInput } from './briefing-input.js';
import { accidents } from './sections/accidents.js';
import { dataNotes } from './sections/data-notes.js';
import { determinations } from './sections/determinations.js';
import { diseases } from './sections/diseases.js';
import { introduction } from './sections/introduction.js';
import { chineseDate } from './sentences/chinese-date.js';

const MEETING = '吉林省工伤预防联席会议';

/** 年度情况通报 of the joint meeting (吉人社联〔2021〕55号 附件1 二, tasks 一 to 三). Pure. */
export function composeBriefing(input: BriefingInput): BriefingDocument {
  return {
    title: `${MEETING}${input.year}年度情况通报`,
    sample: input.sample,
    asOf: input.asOf,
    blocks: [
      { kind: 'title', lines: [MEETING, `${input.year}年度情况通报`] },
      ...introduction(input),
      ...determinations(input),
      ...diseases(input),
      ...accidents(input),
      ...dataNotes(input),
      { kind: 'signature', text: `${MEETING}办公室` },
      { kind: 'date', text: chineseDate(shanghaiDate(input.asOf)) },
    ],
  };
}
