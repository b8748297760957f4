import { readFileSync } from 'node:fs';
import { connectors } from '../../../connectors/generated/feed-index.js';
import { projectRoot } from '../../../infra/process/project-root.js';
import { eventContracts } from '../../../schemas/generated/contract-index.js';
import { declaredRules } from '../../../schemas/record-check.js';
import { LEDGER_RULES } from '../../../services/intake/ledger/ledger-warning.js';
import { ROW_RULES } from '../../../services/intake/reading/row-findings.js';

/*
 * Promise 7, its half on paper: what is declared is documented, and nothing else is. That it runs, and has samples that
 * break and mend, is proved beside the rules: connectors/feeds.unit.test.ts and schemas/record-check.unit.test.ts.
 */

type Declared = { code: string; severity: string; zh: string; en: string };

const ofContracts = eventContracts.map((contract) => ({
  section: `## 校验规则 Rules of ${contract.eventType}`,
  rules: declaredRules(contract),
}));
const ofFeeds = connectors.flatMap(({ label, department, feeds }) =>
  feeds.map((feed) => ({ section: `## ${label} · ${feed.label} (${department}/${feed.feed})`, rules: feed.rules })),
);
const ofFiles: Declared[] = [
  ...Object.entries(ROW_RULES).map(([code, words]) => ({ code, ...words })),
  ...Object.entries(LEDGER_RULES).map(([code, words]) => ({ code, severity: 'warning', ...words })),
];
const everyRule: Declared[] = [...[...ofContracts, ...ofFeeds].flatMap(({ rules }) => [...rules]), ...ofFiles];

const SEVERITIES: Readonly<Record<string, string>> = { error: '退回', warning: '提示' };
const page = (name: string) => readFileSync(new URL(`docs/${name}`, `file://${projectRoot()}/`), 'utf8');

/** Cells of the table rows that begin with a code, within a section or on the whole page. */
function rulesOn(text: string, section?: string): string[][] {
  const from = section === undefined ? 0 : text.indexOf(`${section}\n`);
  if (from < 0) throw new Error(`the page has no section "${section ?? ''}"`);
  const end = section === undefined ? text.length : text.indexOf('\n#', from + 1);
  return text
    .slice(from, end < 0 ? text.length : end)
    .split('\n')
    .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll('\\|', '|').replaceAll('`', '')))
    .map((cells) => cells.slice(1, -1))
    .filter(([code = '']) => /^[A-Z][A-Z0-9]*_[A-Z0-9_]+$/.test(code));
}

describe('the data dictionary', () => {
  test.each([...ofContracts, ...ofFeeds])('has exactly the rules that are declared: $section', ({ section, rules }) => {
    const said = rulesOn(page('data-dictionary.md'), section);
    expect(said).toEqual(
      rules.map(({ code, severity, fields, zh, en }) => [code, SEVERITIES[severity], fields.join(', '), zh, en]),
    );
  });
});

describe("the departments' guide", () => {
  const said = rulesOn(page('departments.md'));

  test('names every code that may be found in a row, once, with its severity, and no other', () => {
    const declared = new Set(everyRule.map(({ code, severity }) => `${code} ${SEVERITIES[severity]}`));
    expect(said.map(([code, severity]) => `${code} ${severity}`).sort()).toEqual([...declared].sort());
  });

  test('says of each in Chinese what it means', () => {
    expect(said.filter(([, , meaning = '']) => !/\p{Script=Han}{2,}/u.test(meaning))).toEqual([]);
  });
});

test('a code means one thing: it has one severity wherever it is declared', () => {
  const severities = new Map<string, Set<string>>();
  for (const { code, severity } of everyRule) {
    severities.set(code, (severities.get(code) ?? new Set()).add(severity));
  }
  expect([...severities].filter(([, all]) => all.size > 1)).toEqual([]);
});

test('every rule has a sentence in either language', () => {
  for (const { code, zh, en } of everyRule) {
    expect([code, zh]).toEqual([code, expect.stringMatching(/\p{Script=Han}.*。$/u)]);
    expect([code, en]).toEqual([code, expect.stringMatching(/^[A-Za-z"].*\.$/)]);
  }
});
