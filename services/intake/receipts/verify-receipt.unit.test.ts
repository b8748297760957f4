import fc from 'fast-check';
import type { Receipt } from './receipt.js';
import { publicReceiptKeys, withNewReceiptKey } from './receipt-keys.js';
import { createReceiptSigner } from './sign-receipt.js';
import { verifyReceipt } from './verify-receipt.js';

const keys = withNewReceiptKey('health-commission');
const publicKeys = publicReceiptKeys(keys);
const sign = createReceiptSigner(keys);

const receipt: Receipt = {
  ...{ batchId: '0b0c5a0e-7d7d-4c55-9d5a-2f0a3f6f7c11', feed: 'occupational-disease', sourceId: 'hc-a' },
  ...{
    eventType: 'occupational-disease',
    acceptedAt: '2024-06-01T02:03:04.005Z',
    asOf: null,
    mode: 'partial',
    completeList: null,
  },
  ...{ atomic: false, format: 'csv', encoding: 'GB18030', bodyDigest: 'ab'.repeat(32), bodyBytes: 1234 },
  rows: { submitted: 3, new: 1, corrected: 1, retracted: 0, unchanged: 0, rejected: 1 },
  ...{ warnings: 1, signature: null, stateLabel: '已接收，待发布', findingsTotal: 0, findings: [], notes: [] },
  rowsNow: { submitted: 3, new: 1, corrected: 1, retracted: 0, unchanged: 0, rejected: 1 },
  states: { waiting: 2, published: 0, applied: 0, parked: 0, discarded: 0 },
};
const OUTSIDE = ['signature', 'stateLabel', 'findingsTotal', 'findings', 'states', 'notes', 'rowsNow', 'completeList'];
const inside = Object.keys(receipt).filter((name) => !OUTSIDE.includes(name));

const signed = async (): Promise<Receipt> => ({ ...receipt, signature: await sign(receipt) });
/** As it comes out of a file. */
const kindOf = async (changed: unknown, given = publicKeys) =>
  (await verifyReceipt(JSON.parse(JSON.stringify(changed)), given)).kind;

describe('a signed receipt', () => {
  it('is genuine as it is, in any order of its members, and says whose intake signed it', async () => {
    const reordered = Object.fromEntries(Object.entries(await signed()).reverse());
    expect(await verifyReceipt(reordered, publicKeys)).toMatchObject({
      ...{ kind: 'genuine', department: 'health-commission', kid: keys.keys[0]?.kid },
      receipt: { batchId: receipt.batchId, rows: receipt.rows, warnings: 1 },
    });
  });

  it('is altered as soon as any signed member says something else', async () => {
    const whole = await signed();
    const names = fc.constantFrom(...inside);
    await fc.assert(
      fc.asyncProperty(names, fc.jsonValue(), async (name, value) => {
        fc.pre(JSON.stringify(value) !== JSON.stringify(whole[name as keyof Receipt]));
        expect(await kindOf({ ...whole, [name]: value })).toBe('altered');
      }),
      { numRuns: 100 },
    );
    for (const outcome of Object.keys(whole.rows)) {
      expect(await kindOf({ ...whole, rows: { ...whole.rows, [outcome]: 7 } })).toBe('altered');
    }
  }, 60_000);

  it.each(inside)('is altered without its %s', async (name) => {
    const { [name as keyof Receipt]: _left, ...rest } = await signed();
    expect(await kindOf(rest)).toBe('altered');
  });

  it('stays genuine whatever else changes', async () => {
    const whole = await signed();
    const others = fc.dictionary(
      fc.string().filter((name) => !inside.includes(name) && name !== 'signature' && name !== '__proto__'),
      fc.jsonValue(),
    );
    await fc.assert(
      fc.asyncProperty(others, async (changes) => {
        expect(await kindOf({ ...whole, ...changes, states: changes, stateLabel: null })).toBe('genuine');
      }),
    );
  }, 60_000);

  it('is not believed under another key, nor when the header leaves out what matters', async () => {
    const whole = await signed();
    const other = withNewReceiptKey('health-commission');
    expect(await kindOf(whole, publicReceiptKeys(other))).toBe('key-unknown');
    const [kid] = publicKeys.keys.map((key) => key.kid);
    const disguised = publicReceiptKeys(other).keys.map((key) => ({ ...key, kid: kid ?? '' }));
    expect(await kindOf(whole, { keys: disguised })).toBe('altered');
    const [header, , value] = (whole.signature ?? '').split('.');
    const said = JSON.parse(Buffer.from(header ?? '', 'base64url').toString()) as { members: string[] };
    const fewer = { ...said, members: said.members.filter((name) => name !== 'rows') };
    const forged = `${Buffer.from(JSON.stringify(fewer)).toString('base64url')}..${value}`;
    expect(await kindOf({ ...whole, signature: forged })).toBe('altered');
  });

  it('stays verifiable after the key was changed, and the old private half is gone', async () => {
    const rotated = withNewReceiptKey('health-commission', keys);
    expect(rotated.keys.map((key) => 'd' in key)).toEqual([true, false]);
    expect(await kindOf(await signed(), publicReceiptKeys(rotated))).toBe('genuine');
    const later = { ...receipt, signature: await createReceiptSigner(rotated)(receipt) };
    expect([await kindOf(later, publicReceiptKeys(rotated)), await kindOf(later)]).toEqual(['genuine', 'key-unknown']);
  });
});

it.each([null, 1, [], {}, { signature: null }, { signature: 'x' }, { ...receipt, signature: '..' }])(
  'what has no signature is told as such: %j',
  async (what) => expect(await kindOf(what)).toBe('unsigned'),
);

it('public keys never carry a private half', () => {
  expect(JSON.stringify(publicKeys)).not.toContain(keys.keys[0]?.d);
});
