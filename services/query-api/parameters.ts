import { z } from 'zod';

/** Parameters that several routes have. No control characters: PostgreSQL's text refuses U+0000. */
export const nameParameter = z
  .string()
  .min(1)
  .max(200)
  .regex(/^\P{Cc}+$/u, '不得含控制字符');

export const monthParameter = z.string().regex(/^(19|20)\d{2}-(0[1-9]|1[0-2])$/, '须为 YYYY-MM');

export const divisionParameter = z
  .string()
  .regex(/^(\d{6}|JLX-[A-Z]+)$/, '须为六位区划代码')
  .meta({ description: '统计地区；220100 含其下各县区' });

export const dayParameter = z.iso
  .date()
  .refine((day) => day >= '2000-01-01' && day < '2100-01-01', '须在2000年至2099年之间');

export const cursorParameter = z.string().max(1000).meta({ description: '上一页答复中的 next' });

/** Members that are undefined left out, for functions whose absent members do not restrict. */
export function withoutUndefined<T extends object>(value: T): { [Name in keyof T]: Exclude<T[Name], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as never;
}
