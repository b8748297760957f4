import { clerkOf, HR_BUREAU } from '../../services/cli/credentials/own-clients.js';
import { clientOf } from '../../services/cli/running-hub.js';
import type { RunReport } from '../../services/cli/start.js';
import type { ReceiptRecord } from '../../services/intake/receipts/receipt.js';
import type { HubUnderTest } from '../e2e/hub-under-test.js';
import { rowsOf } from '../torture/rows-of.js';

/** A row as its receipt tells of it. */
export type AnsweredRow = { file: string; row: number; feed: string; rejected: boolean; errors: string[] };

/** Every row of every file that was sent, by the receipts. */
export async function answeredRows(hub: HubUnderTest, submissions: RunReport['submissions']): Promise<AnsweredRow[]> {
  const rows: AnsweredRow[] = [];
  for (const { path, feed, department, receipt } of submissions) {
    for (const { rowNumber, outcome, findings } of await receiptRecords(hub, department, receipt.batchId)) {
      const errors = findings.filter(({ severity }) => severity === 'error').map(({ code }) => code);
      rows.push({ file: path, row: rowNumber, feed, rejected: outcome === 'rejected', errors });
    }
  }
  return rows;
}

async function receiptRecords(hub: HubUnderTest, department: string, batchId: string): Promise<ReceiptRecord[]> {
  const client = clientOf(hub.running(), hub.installation().clients, clerkOf(department));
  const url = `${hub.running().intakeUrls[department] ?? ''}/v1/batches/${batchId}/records?limit=1000`;
  const records: ReceiptRecord[] = [];
  for (let cursor: string | null = '0'; cursor !== null;) {
    const page: { records: ReceiptRecord[]; nextCursor: string | null } = await client.get(`${url}&cursor=${cursor}`);
    records.push(...page.records);
    cursor = page.nextCursor;
  }
  return records;
}

export type FoundLink = {
  kind: string;
  left_source_id: string;
  left_record_id: string;
  right_source_id: string;
  right_record_id: string;
};

/** All of the dataset's: the API tells the links of one record at a time. */
export function foundLinks(hub: HubUnderTest): Promise<FoundLink[]> {
  return rowsOf<FoundLink>(
    hub.running().databases.dataset,
    'SELECT kind, left_source_id, left_record_id, right_source_id, right_record_id FROM record_link',
  );
}

export type FoundGap = { record: { sourceId: string; recordId: string }; state: string };

/** Every diagnosis with its state as of a day, page by page as the bureau reads them. */
export async function foundGaps(hub: HubUnderTest, asOf: string): Promise<FoundGap[]> {
  const client = clientOf(hub.running(), hub.installation().clients, HR_BUREAU);
  const url = `${hub.running().queryApiUrl}/v1/gaps/G1?limit=500&asOf=${asOf}`;
  const rows: FoundGap[] = [];
  for (let next: string | null = ''; next !== null;) {
    const page: { rows: FoundGap[]; next: string | null } = await client.get(`${url}${next && `&cursor=${next}`}`);
    rows.push(...page.rows);
    next = page.next;
  }
  return rows;
}
