import { shanghaiDate } from '../../schemas/period.js';
import { numberHeadings, type BriefingDocument } from './briefing-document.js';
import type { BriefingInput } from './briefing-input.js';
import { accidents } from './sections/accidents.js';
import { dataQuality } from './sections/data-quality.js';
import { definitions } from './sections/definitions.js';
import { diseases } from './sections/diseases.js';
import { insurance } from './sections/insurance.js';
import { introduction } from './sections/introduction.js';
import { links } from './sections/links.js';
import { paragraph } from './sections/paragraph.js';
import { targets } from './sections/targets.js';
import { chineseDate } from './sentences/chinese-date.js';

const MEETING = '吉林省工伤预防联席会议';
const ATTACHMENTS = ['指标口径', '数据质量说明'] as const;

/**
 * 年度情况通报 of the joint meeting (吉人社联〔2021〕55号 附件1 二, tasks 一 to 三 and 七), as far as what departments
 * report fills it. Pure.
 */
export function composeBriefing(input: BriefingInput): BriefingDocument {
  return {
    title: `${MEETING}${input.year}年度情况通报`,
    sample: input.sample,
    asOf: input.asOf,
    blocks: numberHeadings([
      { kind: 'title', lines: [MEETING, `${input.year}年度情况通报`] },
      ...introduction(input),
      ...insurance(input),
      ...diseases(input),
      ...accidents(input),
      ...links(input),
      ...targets(input),
      paragraph('特此通报。'),
      { kind: 'attachments', titles: ATTACHMENTS },
      { kind: 'signature', text: `${MEETING}办公室` },
      { kind: 'date', text: chineseDate(shanghaiDate(input.asOf)) },
      { kind: 'attachment', label: '附件1', title: ATTACHMENTS[0] },
      ...definitions(input),
      { kind: 'attachment', label: '附件2', title: ATTACHMENTS[1] },
      ...dataQuality(input),
    ]),
  };
}
