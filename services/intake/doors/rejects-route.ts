import type { Response } from 'express';
import { z } from 'zod';
import type { Feed } from '../../../connectors/connector.js';
import type { RecordCipher } from '../../../infra/crypto/record-cipher.js';
import { parsedQuery, type Route } from '../../../infra/http/route.js';
import { readFindings } from '../receipts/receipt-findings.js';
import { rowFinding } from '../receipts/receipt.js';
import { returnRejected, ROWS_IN_WORKBOOK, type ReturnedFormat } from '../returning/return-rejected.js';
import { notAcceptable, rowsPurged, workbookTooLarge } from './batch-problem.js';
import { batchParams, noBatch, rowsPage, visibleBatch, type BatchRoutesOptions } from './visible-batch.js';

type RejectsOptions = BatchRoutesOptions & { cipher: RecordCipher };

const FILE_TYPES: Readonly<Record<ReturnedFormat, string>> = {
  csv: 'text/csv',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};
const JSON_TYPE = 'application/json';

const rejectsSchema = z.object({
  batchId: z.string(),
  rejects: z.array(rowFinding),
  nextCursor: z.string().nullable(),
});

/** What was rejected, for programs as JSON, and for clerks as their own file with what has to be mended in it. */
export function rejectsRoute(options: RejectsOptions): Route {
  return {
    method: 'get',
    path: '/v1/batches/:id/rejects',
    right: 'intake:read',
    summary: '一批记录中未通过检查的行：原因和如何修改；按 Accept 取 JSON，或取可改好后原样重报的 CSV、XLSX',
    request: { params: batchParams, query: rowsPage },
    responses: {
      200: {
        description: '未通过检查的行；CSV 和 XLSX 为报送时的列，另加“原因”“如何修改”“需修改的列”等列',
        schema: rejectsSchema,
        contentTypes: Object.values(FILE_TYPES),
      },
      404: noBatch,
      406: { description: '只提供 JSON、CSV 和 XLSX；退回的行过多时没有 XLSX' },
      410: { description: '原始内容已按保存期限清除' },
    },
    handle: async (request, response, principal) => {
      const { batchId, feed } = await visibleBatch(options, response, principal);
      const type = request.accepts([JSON_TYPE, FILE_TYPES.csv, FILE_TYPES.xlsx]);
      response.vary('Accept');
      if (type === false) throw notAcceptable([JSON_TYPE, ...Object.values(FILE_TYPES)]);
      if (type === JSON_TYPE) response.json(await rejectsPage(options, response, batchId, feed));
      else await sendFile(options, response, { batchId, feed, format: type === FILE_TYPES.csv ? 'csv' : 'xlsx' });
    },
  };
}

async function rejectsPage({ pool }: RejectsOptions, response: Response, batchId: string, feed: Feed) {
  const { cursor: afterRow, limit } = parsedQuery(response, rowsPage);
  const rejects = await readFindings(pool, batchId, feed, { afterRow, limit, rejectedOnly: true });
  const rows = new Set(rejects.map((reject) => reject.rowNumber));
  const last = rows.size < limit ? undefined : rejects.at(-1);
  return { batchId, rejects, nextCursor: last ? String(last.rowNumber) : null };
}

async function sendFile(
  options: RejectsOptions,
  response: Response,
  { batchId, feed, format }: { batchId: string; feed: Feed; format: ReturnedFormat },
): Promise<void> {
  const returned = await returnRejected(options, batchId, feed);
  if (returned.purged > 0) throw rowsPurged();
  if (format === 'xlsx' && returned.rejected > ROWS_IN_WORKBOOK)
    throw workbookTooLarge(returned.rejected, ROWS_IN_WORKBOOK);
  const type = format === 'csv' ? `${FILE_TYPES.csv}; charset=utf-8` : FILE_TYPES.xlsx;
  response.attachment(`${feed.label}_退回_${batchId}.${format}`).set('Content-Type', type);
  await returned.write(format, response);
}
