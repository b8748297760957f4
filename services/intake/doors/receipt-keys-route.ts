import type { Route } from '../../../infra/http/route.js';
import { publicReceiptKeysSchema, type PublicReceiptKeys } from '../receipts/receipt-keys.js';

/** What receipts are verified with: the key in use first, then earlier ones. Public, so that an auditor needs no account. */
export function receiptKeysRoute(keys: PublicReceiptKeys): Route {
  return {
    method: 'get',
    path: '/v1/receipt-keys',
    right: 'public',
    summary: '核验回执签名的公钥（JWK Set），含以前用过的公钥',
    responses: { 200: { description: '公钥', schema: publicReceiptKeysSchema } },
    handle: async (_request, response) => {
      response.json(keys);
    },
  };
}
