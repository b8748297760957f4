import type { FeedRule } from '../connector.js';
import type { Operation } from '../../schemas/record-order.js';
import type { ReadColumn } from './read-column.js';
import { declared, type CellProblem } from './reading-rules.js';
import type { RowReader } from './row-reader.js';

/** The last columns of every feed: what the row does to the record. */
export const recordColumns: readonly ReadColumn[] = [
  {
    key: 'operation',
    heading: '操作',
    required: false,
    reading: 'text',
    expects: '“报送”或“撤回”，空白视为报送；撤回表示该记录本不应报送',
    example: '报送',
  },
  {
    key: 'reason',
    heading: '更正或撤回原因',
    required: false,
    reading: 'text',
    expects: '更正或撤回的原因，不得填写个人身份信息',
    example: '',
  },
  {
    key: 'replacesRecordId',
    heading: '替代记录编号',
    required: false,
    reading: 'text',
    expects: '本记录所替代的、编号有误的原记录编号（同一来源）',
    example: '',
  },
];

const OPERATIONS: ReadonlyMap<string, Operation> = new Map([
  ['报送', 'ASSERT'],
  ['ASSERT', 'ASSERT'],
  ['撤回', 'RETRACT'],
  ['RETRACT', 'RETRACT'],
]);

const OPERATION_UNKNOWN: CellProblem = {
  code: 'CODE_UNKNOWN',
  severity: 'error',
  zh: '应为“报送”或“撤回”',
  en: 'must be ASSERT (报送) or RETRACT (撤回)',
};

const REASON_MISSING: CellProblem = {
  code: 'RETRACT_REASON_MISSING',
  severity: 'error',
  zh: '在撤回记录时为必填项',
  en: 'is required to retract a record',
};

export const recordRules: readonly FeedRule[] = [
  declared(OPERATION_UNKNOWN, ['operation']),
  declared(REASON_MISSING, ['reason']),
];

/** Empty is 报送; what cannot be told is taken as 报送 for the rest of the row's checks, and rejected. */
export function readOperation(reader: RowReader): Operation {
  const operation = OPERATIONS.get(reader.text('operation') ?? '报送');
  if (operation === undefined) reader.report('operation', OPERATION_UNKNOWN);
  return operation ?? 'ASSERT';
}

export function readReason(reader: RowReader, operation: Operation): string | null {
  const reason = reader.text('reason');
  if (operation === 'RETRACT' && reason === null) reader.report('reason', REASON_MISSING);
  return reason;
}
