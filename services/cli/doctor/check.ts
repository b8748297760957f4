/** One thing looked at: how it is, and what to do if it is not as it should be. */
export type Check = { name: string; level: 'ok' | 'warning' | 'problem'; found: string; remedy: string | null };

export const ok = (name: string, found: string): Check => ({ name, level: 'ok', found, remedy: null });
export const warning = (name: string, found: string, remedy: string): Check => ({
  ...{ name, level: 'warning', found, remedy },
});
export const problem = (name: string, found: string, remedy: string): Check => ({
  ...{ name, level: 'problem', found, remedy },
});

export const CHECK_MARKS: Record<Check['level'], string> = { ok: '✔', warning: '⚠', problem: '✘' };
