import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assertInForce } from '../../../services/intake/doors/door-access.js';
import { readSources } from '../../../services/intake/sources.js';

const folder = mkdtempSync(join(tmpdir(), 'sources-'));
afterAll(() => rmSync(folder, { recursive: true }));

const source = (sourceId: string, more: object = {}) => ({
  ...{ sourceId, department: 'health-commission', reportingUnit: 'unit-1', name: '示例系统' },
  ...{ eventTypes: ['occupational-disease'], validFrom: '2020-01-01' },
  keys: [{ keyId: 'key-1', key: Buffer.alloc(32, 1).toString('base64') }],
  ...more,
});

function read(...sources: object[]) {
  const file = join(folder, 'sources.json');
  writeFileSync(file, JSON.stringify(sources));
  const read = readSources(file, 'health-commission');
  return (sourceId: string, today: string) => {
    const found = read.get(sourceId);
    if (!found) throw new Error(`${sourceId} was not read`);
    return () => assertInForce(found, today);
  };
}

describe('a department that replaces its system', () => {
  const old = source('hc-old', { validTo: '2024-06-30' });
  const next = source('hc-new', { replaces: 'hc-old', validFrom: '2024-06-01' });

  it('may send from both while both are valid', () => {
    const sending = read(old, next);
    expect(sending('hc-old', '2024-06-30')).not.toThrow();
    expect(sending('hc-new', '2024-06-01')).not.toThrow();
  });

  it('is told when the old one ended and which took over, and from when the new one is valid', () => {
    const sending = read(old, next);
    expect(sending('hc-old', '2024-07-01')).toThrow(
      expect.objectContaining({
        status: 403,
        code: 'SOURCE_FORBIDDEN',
        detail: expect.stringMatching(/2024-06-30.*source=hc-new/),
      }),
    );
    expect(sending('hc-new', '2024-05-31')).toThrow(
      expect.objectContaining({ detail: expect.stringContaining('2024-06-01 起生效') }),
    );
    expect(read(old)('hc-old', '2024-07-01')).toThrow(
      expect.objectContaining({ detail: expect.stringContaining('联系平台管理员') }),
    );
  });

  it('cannot be registered in a circle', () => {
    const first = { ...old, replaces: 'hc-newest' };
    const newest = source('hc-newest', { replaces: 'hc-new' });
    expect(() => read(first, next, newest)).toThrow(/hc-old: "replaces" leads back to itself/);
  });

  it.each(['hc-unknown', 'hc-new'])('cannot take over from %s, which is no other source of its own', (replaces) => {
    expect(() => read(old, { ...next, replaces })).toThrow(/hc-new: "replaces" has to name another source/);
  });
});
