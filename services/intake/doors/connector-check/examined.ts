/** One thing looked at before a door opens: how it is, and what to do if it is not as it should be. Chinese. */
export type Examined = {
  /** Which view, `feed@source`; null for what concerns all. */
  pull: string | null;
  name: string;
  level: 'ok' | 'warning' | 'problem';
  found: string;
  remedy: string | null;
};

export type Finding = Omit<Examined, 'pull'>;

export const well = (name: string, found: string): Finding => ({ name, level: 'ok', found, remedy: null });
export const warned = (name: string, found: string, remedy: string): Finding => ({
  name,
  level: 'warning',
  found,
  remedy,
});
export const wrong = (name: string, found: string, remedy: string): Finding => ({
  name,
  level: 'problem',
  found,
  remedy,
});
