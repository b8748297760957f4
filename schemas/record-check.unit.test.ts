import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventContract, eventContracts } from './generated/contract-index.js';
import type { EventContract } from './contract.js';
import { placesOf } from './finding.js';
import { schemasFolder } from './own-files.js';
import { checkPayload, declaredRules, derivedRules } from './record-check.js';

const today = '2026-11-24';

const validPayload = (eventType: string) =>
  JSON.parse(readFileSync(join(schemasFolder(), 'events', eventType, 'valid-payload.json'), 'utf8')) as object;

/** The payload with one path changed. */
function withValue(payload: object, path: string, value: unknown): object {
  const [first = '', ...rest] = path.split('.');
  const member = (payload as Record<string, unknown>)[first];
  return {
    ...payload,
    [first]: rest.length === 0 ? value : withValue((member as object | null) ?? {}, rest.join('.'), value),
  };
}

/** A value that breaks the rule of a code at a path, whatever the contract. */
function brokenValues(contract: EventContract, code: string, path: string): unknown[] {
  const field = contract.fields.find((candidate) => candidate.path === path);
  const later = field?.avroType === 'date' ? '2026-11-25' : Date.UTC(2026, 10, 24, 16);
  const values: Record<string, unknown[]> = {
    REQUIRED_MISSING: [null, '', undefined],
    CODE_UNKNOWN: ['no such code'],
    CODE_NOT_VALID_ON_DATE: [outOfForce(field?.codeList)],
    NUMBER_OUT_OF_RANGE: [(field?.minimum ?? -(2 ** 53)) - 1, 2 ** 53, 1.5, Number.NaN],
    DATE_IN_FUTURE: [later],
    USCC_SPREADSHEET_NUMBER: ['9.1220101E+17'],
    USCC_LENGTH: ['91220101MA0Y1B2C4'],
    USCC_CHARACTER: ['91220101MAOY1B2C4Q'],
    USCC_CHECK: ['91220101MA0Y1B2C4R'],
    USCC_ORGANISATION_CHECK: ['91220101MA0Y1B2C5U'],
    USCC_REGISTRAR: ['F1220101MA0Y1B2C4J'],
    USCC_REGISTRAR_DIVISION: ['91229901MA0Y1B2C4H'],
  };
  return values[code] ?? [];
}

const OUT_OF_FORCE: Readonly<Record<string, string>> = {
  division: '220381',
  'accident-type': '2025-04',
  'occupational-disease': '11001',
};

function outOfForce(list: string | undefined): string | undefined {
  return OUT_OF_FORCE[list ?? ''];
}

describe.each(eventContracts.map((contract) => ({ name: contract.eventType, contract })))(
  'the contract $name',
  ({ name, contract }) => {
    const valid = validPayload(name);

    it('finds nothing in a right payload', () => {
      expect(checkPayload(contract, valid, { today })).toEqual([]);
    });

    it.each(derivedRules(contract).map((rule) => ({ rule, code: rule.code, path: rule.fields[0] ?? '' })))(
      'runs $code on $path',
      ({ rule, code, path }) => {
        const values = brokenValues(contract, code, path).filter(
          (value) => code === 'REQUIRED_MISSING' || value !== undefined,
        );
        // Only lists whose entries have dates can be out of force.
        expect(values.length > 0 || code === 'CODE_NOT_VALID_ON_DATE').toBe(true);
        for (const value of values) {
          expect(checkPayload(contract, withValue(valid, path, value), { today })).toContainEqual({
            code,
            severity: rule.severity,
            ...placesOf(rule.fields),
            zh: rule.zh,
            en: rule.en,
            remedy: rule.remedy,
          });
        }
      },
    );

    it('declares its own rules after those derived from its fields', () => {
      const own = declaredRules(contract).slice(derivedRules(contract).length);
      expect(own.map(({ code }) => code)).toEqual(contract.rules.map(({ code }) => code));
    });

    it('has a sentence in both languages, a remedy and known fields for every rule', () => {
      const paths = new Set(contract.fields.map(({ path }) => path));
      for (const { zh, en, remedy, fields } of declaredRules(contract)) {
        expect([zh, remedy].every((sentence) => /\p{Script=Han}.*。$/u.test(sentence))).toBe(true);
        expect(en).toMatch(/\.$/);
        expect(fields.filter((path) => !paths.has(path))).toEqual([]);
      }
    });
  },
);

describe('a payload of which some cells could not be read', () => {
  const contract = eventContract('occupational-disease');
  const valid = validPayload('occupational-disease');

  it('is checked for the rest, and not on what was not read', () => {
    const payload = withValue(withValue(valid, 'reportedOn', ''), 'stage', 'N3');
    const found = checkPayload(contract, payload, { today, unread: new Set(['reportedOn']) });
    expect(found.map(({ code }) => code)).toEqual(['OD_STAGE_FITS_DISEASE']);
  });

  it('is not told that a code was not in force on a date that was not read', () => {
    const payload = withValue(valid, 'diagnosedOn', null);
    const onDisease = (unread: ReadonlySet<string>) =>
      checkPayload(contract, withValue(payload, 'disease', '11001'), { today, unread }).map(({ code }) => code);
    expect(onDisease(new Set())).toContain('CODE_NOT_VALID_ON_DATE');
    expect(onDisease(new Set(['diagnosedOn']))).not.toContain('CODE_NOT_VALID_ON_DATE');
  });

  it('is not held against a date that is missing', () => {
    const found = checkPayload(contract, withValue(valid, 'reportedOn', null), { today });
    expect(found.map(({ code }) => code)).toEqual(['REQUIRED_MISSING']);
  });
});
