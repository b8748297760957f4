import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readReceiptKeys, withNewReceiptKey } from './receipt-keys.js';

const folder = mkdtempSync(join(tmpdir(), 'receipt-keys-'));
afterAll(() => rmSync(folder, { recursive: true }));

const ours = withNewReceiptKey('health-commission');
const foreign = withNewReceiptKey('emergency-management');
const written = (content: string): string => {
  const file = join(folder, 'keys.json');
  writeFileSync(file, content);
  return file;
};

describe('the keys that an intake signs receipts with', () => {
  it('are read as they were written', () => {
    expect(readReceiptKeys(written(JSON.stringify(ours)), 'health-commission')).toEqual(ours);
  });

  const unusable: [string, string, RegExp][] = [
    ['of another department', JSON.stringify(foreign), /keys of another department than health-commission/],
    ['without a private half', JSON.stringify({ keys: ours.keys.map(({ d: _d, ...key }) => key) }), /no private half/],
    ['that are none', '{"keys": []}', /no set of P-256 keys/],
    ['cut off', JSON.stringify(ours).slice(0, -20), /it is not JSON/],
  ];
  it.each(unusable)('%s are refused in words that tell no key', (_what, content, words) => {
    const reading = () => readReceiptKeys(written(content), 'health-commission');
    expect(reading).toThrow(words);
    expect(reading).toThrow(expect.objectContaining({ message: expect.not.stringContaining(ours.keys[0]?.d ?? '') }));
  });

  it('are missed by the name of their file', () => {
    expect(() => readReceiptKeys(join(folder, 'none.json'), 'health-commission')).toThrow(/none\.json.*ENOENT/);
  });
});
