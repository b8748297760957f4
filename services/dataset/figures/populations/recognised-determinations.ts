/** Recognised and deemed cases that stand; a revoked decision has left the counts (工伤保险条例 Art. 14, 15). */
export const RECOGNISED = `r.status <> 'REVOKED' AND r.conclusion IN ('RECOGNIZED', 'DEEMED')`;

/** Any decision that stands; withdrawal and termination end an application without a decision on it (Art. 20). */
export const DECIDED = `r.status <> 'REVOKED' AND r.conclusion IS DISTINCT FROM 'WITHDRAWN' AND r.conclusion IS DISTINCT FROM 'TERMINATED'`;
