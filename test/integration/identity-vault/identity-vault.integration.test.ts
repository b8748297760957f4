import { jest } from '@jest/globals';
import { createBatchSealer, generateVaultKeyPair } from '../../../infra/crypto/sealed-envelope.js';
import { protocolSchemas } from '../../../schemas/generated/contract-index.js';
import type { SealedIdentity } from '../../../schemas/generated/event-types.js';
import { erasePerson } from '../../../services/identity-vault/commands.js';
import { waitUntil } from '../../stack/fixtures.js';
import { count, createVaultUnderTest, newSealer, sealed } from './vault-under-test.js';
import type { VaultUnderTest } from './vault-under-test.js';

jest.setTimeout(60_000);

// GB 11643-1999's own example and made-up numbers with a right check character.
const zhang = {
  certificateType: '01',
  certificateNumber: '11010519491231002X',
  name: '张三',
  birthDate: '1949-12-31',
  sex: '2',
  telephone: '13800001234',
};
const passport = { ...zhang, certificateType: '06', certificateNumber: 'E12345678', name: '李四', birthDate: null };

let vault: VaultUnderTest;
let running: Awaited<ReturnType<VaultUnderTest['start']>>;

beforeAll(async () => {
  vault = await createVaultUnderTest();
  running = await vault.start();
});
afterAll(async () => {
  await running?.close();
  await vault?.close();
});

/** The resolutions of a reference, in the order of their sequence. */
function resolutionsOf(identityRef: string) {
  return vault.resolutions.filter((one) => one.identityRef === identityRef);
}
async function resolutionOf(identityRef: string, sequence = 1) {
  return await waitUntil(`resolution ${sequence} of ${identityRef}`, async () =>
    resolutionsOf(identityRef).find((one) => one.sequence === sequence),
  );
}
/** Messages sent so far; the positions of all partitions add up to it once they are applied. */
let sent = 0;
async function positionSum(): Promise<number> {
  const { rows } = await vault.pool.query<{ sum: number }>(
    `SELECT coalesce(sum(next_offset), 0)::bigint AS sum FROM kafka_position`,
  );
  return rows[0]?.sum ?? 0;
}
async function settled(): Promise<void> {
  await waitUntil('all sent messages applied', async () => (await positionSum()) >= sent);
}
async function send(...args: Parameters<VaultUnderTest['send']>): Promise<void> {
  sent += args.length - 1;
  await vault.send(...args);
}

async function lookUp(body: unknown, scope = 'identity:read') {
  const answer = await fetch(`http://127.0.0.1:${running.httpPort}/v1/identity-lookups`, {
    method: 'POST',
    headers: { authorization: await vault.issuer.bearer('investigator', scope), 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: answer.status, headers: answer.headers, body: (await answer.json()) as Record<string, unknown> };
}
async function lastAudit() {
  const { rows } = await vault.pool.query(`SELECT * FROM lookup_audit ORDER BY audit_id DESC LIMIT 1`);
  return rows[0] as Record<string, unknown>;
}

describe('a sealed identity', () => {
  it('of a department whose software is newer is read like the others, what is new in it left aside', async () => {
    const sealedAt = { name: 'sealedAt', type: ['null', 'long'], default: null, doc: 'When.' };
    const { fields, ...rest } = protocolSchemas.sealedIdentity;
    const sendNewer = await vault.sendAs({ ...rest, fields: [...fields, sealedAt] });
    const person = { ...zhang, certificateNumber: '440524188001010014', birthDate: '1880-01-01', sex: '1' };
    const sealer = newSealer(vault);
    const message = sealed(sealer, { sourceId: 'hc-new', reference: 'new-one' }, { ...person, nation: '汉族' });
    await sendNewer('health-commission', { ...message, sealedAt: Date.now() } as SealedIdentity);
    sent += 1;
    await send('human-resources', sealed(sealer, { sourceId: 'hr-old', reference: 'old-one' }, person));
    const [fresh, old] = [await resolutionOf('new-one'), await resolutionOf('old-one')];
    expect(fresh.personId).toBe(old.personId);
    expect(await count(vault.pool, 'parked_identity')).toBe(0);
  });

  it('of two departments becomes one person', async () => {
    const sealer = newSealer(vault);
    await send('health-commission', sealed(sealer, { sourceId: 'hc-1', reference: 'hc-zhang' }, zhang));
    const spelling = { ...zhang, certificateNumber: '11010519491231002x', name: '张 三', birthDate: null, sex: '9' };
    await send('human-resources', sealed(sealer, { sourceId: 'hr-1', reference: 'hr-zhang' }, spelling));
    const [one, other] = [await resolutionOf('hc-zhang'), await resolutionOf('hr-zhang')];
    expect(one).toMatchObject({
      sourceId: 'hc-1',
      department: 'health-commission',
      rule: 'EXACT_CERTIFICATE',
      score: null,
    });
    expect(other).toMatchObject({ department: 'human-resources', rule: 'EXACT_CERTIFICATE', personId: one.personId });
    expect(one.personId).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('stands nowhere in clear', async () => {
    const { rows: tables } = await vault.pool.query<{ name: string }>(
      `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'`,
    );
    for (const { name } of tables) {
      const { rows } = await vault.pool.query<{ row: string }>(`SELECT t::text AS row FROM "${name}" AS t`);
      const hex = Buffer.from('张三').toString('hex');
      for (const { row } of rows) expect(row).not.toMatch(new RegExp(`张三|11010519491231002|13800001234|${hex}`, 'i'));
    }
    expect(JSON.stringify(vault.resolutions)).not.toMatch(/张三|110105|1380000/);
  });

  it('sent again, as it was or sealed anew, changes nothing and is answered as before', async () => {
    const statements = await count(vault.pool, 'identity_statement');
    const [first, ...more] = resolutionsOf('hc-zhang');
    expect(more).toEqual([]);
    const again = sealed(newSealer(vault), { sourceId: 'hc-1', reference: 'hc-zhang' }, zhang);
    await send('health-commission', again, again);
    await send('health-commission', sealed(newSealer(vault), { sourceId: 'hc-1', reference: 'hc-zhang' }, zhang));
    await settled();
    expect(await count(vault.pool, 'identity_statement')).toBe(statements);
    // How many of them came together in one transaction, and so have one answer, is for chance to say.
    await waitUntil('it was answered again', () => resolutionsOf('hc-zhang').length > 1);
    expect(new Set(resolutionsOf('hc-zhang').map((one) => JSON.stringify(one)))).toEqual(
      new Set([JSON.stringify(first)]),
    );
  });

  it('without a certificate number is nobody yet', async () => {
    const nameless = { ...zhang, certificateNumber: null };
    await send('health-commission', sealed(newSealer(vault), { sourceId: 'hc-1', reference: 'hc-none' }, nameless));
    expect(await resolutionOf('hc-none')).toMatchObject({ personId: null, rule: 'NO_CERTIFICATE' });
  });

  it('under another name puts the certificate into review, also for references published before', async () => {
    const before = await resolutionOf('hc-zhang');
    const wang = { ...zhang, name: '王五' };
    await send('human-resources', sealed(newSealer(vault), { sourceId: 'hr-1', reference: 'hr-wang' }, wang));
    expect(await resolutionOf('hr-wang')).toMatchObject({ rule: 'CERTIFICATE_CONFLICT' });
    for (const reference of ['hc-zhang', 'hr-zhang']) {
      const after = await resolutionOf(reference, 2);
      expect(after).toMatchObject({ rule: 'CERTIFICATE_CONFLICT', personId: before.personId });
    }
    expect((await resolutionOf('hr-wang')).personId).not.toBe(before.personId);
    expect(await count(vault.pool, `review WHERE rule = 'CERTIFICATE_CONFLICT'`)).toBe(2);
  });

  it('of an employer is resolved like any other person', async () => {
    const address = { sourceId: 'hr-1', reference: 'hr-employer', kind: 'EMPLOYER_PERSON' };
    await send('human-resources', sealed(newSealer(vault), address, passport));
    expect(await resolutionOf('hr-employer')).toMatchObject({ rule: 'EXACT_CERTIFICATE' });
  });
});

describe('a sealed text', () => {
  it('is kept encrypted, once, and resolves nobody', async () => {
    const text = { recordId: 'case-1', field: 'course', text: '张三在车间受伤' };
    const address = { sourceId: 'hr-1', reference: 'hr-text', kind: 'TEXT' };
    await send('human-resources', sealed(newSealer(vault), address, text), sealed(newSealer(vault), address, text));
    await settled();
    expect(await count(vault.pool, 'sealed_text')).toBe(1);
    expect(resolutionsOf('hr-text')).toEqual([]);
  });
});

describe('a message that cannot be read', () => {
  it('is parked with its reason and blocks nothing', async () => {
    const sealer = newSealer(vault);
    const good = { sourceId: 'hc-1', reference: 'hc-after' };
    const moved = { ...sealed(sealer, { sourceId: 'hc-1', reference: 'hc-a' }, passport), reference: 'hc-b' };
    const foreign = createBatchSealer(generateVaultKeyPair().publicJwk);
    const bad = { sourceId: 'hc-1', reference: 'hc-bad' };
    await send(
      'health-commission',
      Buffer.from('garbage'),
      moved,
      sealed(foreign, bad, passport),
      sealed(sealer, bad, { name: '' }),
      sealed(sealer, { ...bad, kind: 'PET' }, passport),
      sealed(sealer, { ...bad, reference: 'nul\0' }, passport),
      { ...sealed(sealer, bad, passport), wrappedKey: Buffer.from([1, 2]) },
      sealed(sealer, good, passport),
    );
    await resolutionOf('hc-after');
    await settled();
    const { rows } = await vault.pool.query<{ reason_code: string; raw: Buffer; topic: string }>(
      `SELECT reason_code, raw, topic FROM parked_identity ORDER BY reason_code`,
    );
    expect(rows.map((row) => row.reason_code)).toEqual([
      'DECRYPTION_FAILED',
      'KIND_UNKNOWN',
      'PLAINTEXT_INVALID',
      'RECIPIENT_UNKNOWN',
      'REFERENCE_INVALID',
      'UNSEAL_FAILED',
      'WIRE_FORMAT',
    ]);
    expect(rows.at(-1)?.raw.toString()).toBe('garbage');
    expect(rows[0]?.topic).toBe(vault.topicOf('health-commission'));
  });
});

describe('a message that tells of many', () => {
  it('gives each what it is due: one that cannot be read does not hold up those that it travels with', async () => {
    const sealer = newSealer(vault);
    const many = Array.from({ length: 300 }, (_, at) =>
      sealed(
        sealer,
        { sourceId: 'hc-1', reference: `hc-many-${at}` },
        { ...passport, certificateNumber: `E${20000000 + at}` },
      ),
    );
    const broken = sealed(sealer, { sourceId: 'hc-1', reference: 'hc-many-broken', kind: 'PET' }, passport);
    const [first, ...more] = [...many.slice(0, 150), broken, ...many.slice(150)];
    const before = await count(vault.pool, 'parked_identity');
    if (first) await send('health-commission', { ...first, more });
    await resolutionOf('hc-many-299');
    await settled();
    const { rows } = await vault.pool.query<{ persons: number }>(
      `SELECT count(DISTINCT person_id) AS persons FROM identity_statement WHERE reference LIKE 'hc-many-%'`,
    );
    expect(rows[0]?.persons).toBe(300);
    expect(await count(vault.pool, 'parked_identity')).toBe(before + 1);
  });
});

describe('a restart', () => {
  it('goes on where the vault stopped, applies nothing twice and keeps persons', async () => {
    const before = (await resolutionOf('hr-employer')).personId;
    await running.close();
    const sealer = newSealer(vault);
    await send('health-commission', sealed(sealer, { sourceId: 'hc-1', reference: 'hc-restart' }, passport));
    running = await vault.start();
    expect(await resolutionOf('hc-restart')).toMatchObject({ personId: before, rule: 'EXACT_CERTIFICATE' });
    await settled();
    for (const identityRef of new Set(vault.resolutions.map((one) => one.identityRef))) {
      // What is said again keeps its number.
      const sequences = [...new Set(resolutionsOf(identityRef).map((one) => one.sequence))];
      expect(sequences).toEqual(sequences.map((_, index) => index + 1));
    }
  });

  it('leaves the vault ready', async () => {
    await waitUntil('ready', async () => (await fetch(`http://127.0.0.1:${running.adminPort}/readyz`)).ok);
  });
});

describe('a look-up', () => {
  const purpose = '核实工伤认定申请';

  it('with right and purpose is answered, never cached, and audited', async () => {
    const { status, headers, body } = await lookUp({ identityRef: 'hc-zhang', purpose });
    expect(status).toBe(200);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(body['identities']).toEqual([
      expect.objectContaining({ ...zhang, sourceId: 'hc-1', identityRef: 'hc-zhang', rule: 'CERTIFICATE_CONFLICT' }),
    ]);
    expect(await lastAudit()).toMatchObject({
      action: 'LOOKUP',
      subject: 'investigator',
      department: 'human-resources',
      purpose,
      identity_ref: 'hc-zhang',
      result: 'FOUND',
      at: expect.any(Number),
    });
  });

  it('by person finds every source, or the one asked for', async () => {
    const { personId } = await resolutionOf('hc-zhang');
    const all = await lookUp({ personId, purpose });
    expect((all.body['identities'] as { sourceId: string }[]).map((one) => one.sourceId).sort()).toEqual([
      'hc-1',
      'hr-1',
    ]);
    const one = await lookUp({ personId, sourceId: 'hr-1', purpose });
    expect(one.body['identities']).toHaveLength(1);
    expect(await lastAudit()).toMatchObject({ person_id: personId, source_id: 'hr-1' });
  });

  it('without the right is refused, and audited with what was asked', async () => {
    expect(await lookUp({ identityRef: 'hc-zhang', purpose }, 'dataset:read')).toMatchObject({ status: 403 });
    expect(await lastAudit()).toMatchObject({ result: 'DENIED', identity_ref: 'hc-zhang', purpose });
    expect(await lookUp('nonsense', 'dataset:read')).toMatchObject({ status: 403 });
    expect(await lastAudit()).toMatchObject({ result: 'DENIED', identity_ref: null, purpose: null });
  });

  it('that finds nobody is audited as well', async () => {
    expect(await lookUp({ identityRef: 'nobody', purpose })).toMatchObject({ status: 404 });
    expect(await lastAudit()).toMatchObject({ result: 'NOT_FOUND', identity_ref: 'nobody' });
  });

  it.each([
    ['no purpose', { identityRef: 'hc-zhang' }],
    ['a purpose too short', { identityRef: 'hc-zhang', purpose: '查' }],
    ['neither reference nor person', { purpose }],
    ['both', { identityRef: 'a', personId: '00000000-0000-4000-8000-000000000000', purpose }],
    ['a field that there is not', { identityRef: 'hc-zhang', purpose, certificateNumber: '1' }],
    ['a reference with a zero character', { identityRef: 'a\0', purpose }],
  ])('with %s is a 400', async (_what, body) => {
    expect(await lookUp(body)).toMatchObject({ status: 400, body: { code: 'LOOKUP_INVALID' } });
  });

  it('in more than 16 KiB is a 413', async () => {
    expect(await lookUp({ identityRef: 'a', purpose: 'x'.repeat(17_000) })).toMatchObject({ status: 413 });
  });

  it('leaves an audit that cannot be changed', async () => {
    await expect(vault.pool.query(`UPDATE lookup_audit SET purpose = ''`)).rejects.toThrow(/append-only/);
    await expect(vault.pool.query(`DELETE FROM lookup_audit`)).rejects.toThrow(/append-only/);
  });
});

describe('an erased person', () => {
  it('cannot be looked up again, and the id is not used again', async () => {
    const personId = (await resolutionOf('hr-employer')).personId ?? '';
    const erasure = { personId, subject: 'operator', reason: '依规删除' };
    expect(await erasePerson(vault.databaseUrl, erasure)).toBe(true);
    expect(await erasePerson(vault.databaseUrl, erasure)).toBe(false);
    for (const target of [{ personId }, { identityRef: 'hr-employer' }]) {
      expect(await lookUp({ ...target, purpose: '核实工伤认定申请' })).toMatchObject({ status: 410 });
    }
    expect(await count(vault.pool, `sealing_key WHERE wrapped_key IS NULL`)).toBe(1);

    const address = { sourceId: 'hr-1', reference: 'hr-employer' };
    await send('human-resources', sealed(newSealer(vault), address, passport));
    const again = await resolutionOf('hr-employer', 2);
    expect(again.rule).toBe('EXACT_CERTIFICATE');
    expect(again.personId).not.toBe(personId);
  });
});
