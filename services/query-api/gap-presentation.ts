import { codeName } from '../../schemas/code-lists/code-list.js';
import { gapStateLabel, type Gap } from '../../schemas/gaps/gap.js';
import type { GapCounts, GapRow } from '../dataset/gaps/read-gaps.js';

/** Chinese, of what keeps a row from being judged. */
export const reasonLabels: Readonly<Record<string, string>> = {
  PERSON_UNRESOLVED: '人员身份尚未识别',
  STATEMENTS_MISSING: '报送说明不全，或所说明的数据尚未全部入库',
};

export const closingLabels: Readonly<Record<string, string>> = { FILED: '已申请工伤认定', WITHDRAWN: '原诊断已改变' };

export function divisionName(code: string | null): string | null {
  return code === null ? null : (codeName('division', code) ?? code);
}

export function presentGap(gap: Gap, row: GapRow): object {
  return {
    ...row,
    stateLabel: gapStateLabel(gap, row.state),
    divisionName: divisionName(row.division),
    reasonLabels: row.reasons.map((reason) => reasonLabels[reason] ?? reason),
  };
}

export function presentCounts({ states, places }: GapCounts): object {
  return { counts: states, places: places.map((place) => ({ ...place, divisionName: divisionName(place.division) })) };
}
