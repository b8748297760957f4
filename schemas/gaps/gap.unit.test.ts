import { codeList } from '../code-lists/code-list.js';
import { eventContracts } from '../generated/contract-index.js';
import { gapLimit, gaps, gapStateLabel } from './gap.js';

describe.each([...gaps().values()])('gap rule $id', (gap) => {
  it('has a version, an event type of the hub and an owner', () => {
    expect(gap.version).toMatch(/^\d+\.\d+\.\d+$/);
    expect(eventContracts.map(({ eventType }) => eventType)).toContain(gap.eventType);
    expect(gap.owner.label).not.toBe('');
  });

  it('names every state once, and a limit for each that has a clock', () => {
    const states = gap.states.map(({ code }) => code);
    expect([...states].sort()).toEqual(['AMBER', 'CLOSED', 'NOT_ASSESSABLE', 'NOT_DUE', 'RED']);
    for (const state of ['AMBER', 'RED'] as const) expect(gapLimit(gap, state)).toMatch(/^P\d+[DMY]$/);
    expect(() => gapLimit(gap, 'CLOSED')).toThrow(/no limit/);
    expect(gapStateLabel(gap, 'RED')).toContain('红色');
  });

  it('names statuses that exist', () => {
    const known = codeList('determination-status').entries.map(({ code }) => code);
    expect(known).toEqual(expect.arrayContaining([...gap.notFiledStatuses]));
  });
});
