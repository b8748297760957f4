import type { Receipt } from '../../services/cli/submit-exports.js';

/** What a door has acknowledged, as the department keeps it; `path` is what it calls the file. */
export type Acknowledged = { department: string; path: string; receipt: Receipt };
