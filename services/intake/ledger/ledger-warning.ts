import type { Finding } from '../../../schemas/finding.js';
import type { LedgerWarningCode } from './decide-version.js';

export type LedgerFindingCode = LedgerWarningCode | 'CORRECTION_REASON_MISSING' | 'NOT_ON_LATER_LIST';

type Words = Pick<Finding, 'field' | 'zh' | 'en' | 'remedy'>;

/** Declared here and nowhere else, so that the type is the list of what may be said. */
export const LEDGER_RULES: Readonly<Record<LedgerFindingCode, Words>> = {
  SUPERSEDED_CONTENT_RESENT: {
    field: '',
    zh: '本行内容此前已报送，并已被更新的内容取代或撤回，未作为更正处理。',
    en: 'This content was sent before and has been superseded or retracted since; it is not taken as a correction.',
    remedy: '如重发旧文件，无需处理；如确要恢复此内容，请用更新的版本依据（或声明 asOf）重新报送。',
  },
  LATE_VERSION: {
    field: '',
    zh: '本行的版本早于已接收的版本，作为历史版本保存，当前内容不变。',
    en: 'This version is older than one accepted before; it is kept as history and the current content stays.',
    remedy: '如本行应为当前内容，请检查版本依据（版本号、更新时间或 asOf）后重新报送。',
  },
  UNKNOWN_RECORD_RETRACTED: {
    field: 'operation',
    zh: '撤回的记录此前没有由本来源系统报送过。',
    en: 'The record that is retracted was never sent by this source.',
    remedy: '请核对记录编号；撤回所接替旧系统的记录，无需处理；其他记录如编号无误，撤回将在该记录到达后生效。',
  },
  NOT_ON_LATER_LIST: {
    field: '',
    zh: '本行已保存，但所属期更新的完整清单没有列入这条记录，因此按撤回处理。',
    en: 'The row is kept, but a later complete list of its month does not name the record, which is therefore retracted.',
    remedy: '如本记录确应存在，请以晚于该清单的导出时点（asOf）重新报送，或列入新的完整清单。',
  },
  CORRECTION_REASON_MISSING: {
    field: 'reason',
    zh: '本行更正了已报送的记录，但没有写明更正原因。',
    en: 'The row corrects a record without saying why.',
    remedy: '请在「更正或撤回原因」写明原因，不得填写个人身份信息。',
  },
};

/** What the ledger adds to a row's findings. */
export function ledgerWarning(code: LedgerFindingCode): Finding {
  return { code, severity: 'warning', ...LEDGER_RULES[code] };
}
