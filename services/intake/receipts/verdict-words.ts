/** Why the dataset did not take a record, and what its department does about it. */
export type VerdictWords = { zh: string; remedy: string };

const BY_OPERATOR =
  '本部门无需处理，由平台运维人员排除故障后重新处理；如长时间没有变化，请把批次编号和行号告诉平台管理员。';

/** By the reason codes that the consolidator answers with. */
const WORDS: Readonly<Record<string, VerdictWords>> = {
  WIRE_FORMAT: { zh: '枢纽收到的事件格式不正确。', remedy: BY_OPERATOR },
  AVRO_UNDECODABLE: { zh: '枢纽无法解读收到的事件。', remedy: BY_OPERATOR },
  SCHEMA_UNKNOWN: { zh: '事件所用的数据契约尚未登记。', remedy: BY_OPERATOR },
  SCHEMA_INCOMPATIBLE: { zh: '事件所用的数据契约与枢纽的版本不兼容。', remedy: BY_OPERATOR },
  CONTENT_DIGEST_MISMATCH: { zh: '事件内容与其摘要不符。', remedy: BY_OPERATOR },
  EVENT_ID_MISMATCH: { zh: '事件内容与其编号不符。', remedy: BY_OPERATOR },
  DATABASE_REFUSED: { zh: '共享数据集无法保存这条记录。', remedy: BY_OPERATOR },
  WRONG_DEPARTMENT: {
    zh: '来源系统登记在其他部门名下。',
    remedy: '请核对来源系统的登记，由平台管理员更正；更正后自动重新处理，无需重新报送。',
  },
  DISCARDED: { zh: '记录内容没有问题，是否采用由平台决定。', remedy: '如有异议，请把批次编号和行号告诉平台管理员。' },
  RULE_BROKEN: {
    zh: '枢纽复核时，记录不符合数据契约的规则。',
    remedy: '请对照数据字典核对本行内容，改正后重新报送；如内容无误，请把批次编号和行号告诉平台管理员。',
  },
};

const PARKED: VerdictWords = { zh: '枢纽暂未采用这条记录。', remedy: BY_OPERATOR };
const DISCARDED: VerdictWords = {
  zh: '平台已决定不采用这条记录。',
  remedy: '如有异议，请把批次编号和行号告诉平台管理员；内容更正后可重新报送。',
};

export function verdictWords(state: string, reasonCode: string | null): VerdictWords | null {
  if (state === 'discarded') {
    const why = reasonCode === null ? undefined : WORDS[reasonCode];
    return why ? { ...DISCARDED, zh: `${DISCARDED.zh}${why.zh}` } : DISCARDED;
  }
  if (state === 'parked') return (reasonCode !== null && WORDS[reasonCode]) || PARKED;
  return null;
}
