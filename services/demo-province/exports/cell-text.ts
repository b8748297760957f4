import type { Cell } from './cell.js';
import type { DayStyle } from './export-row.js';

/** A cell as text, for files that know nothing but text. */
export function cellText(cell: Cell, days: DayStyle): string {
  if (cell === null) return '';
  if (typeof cell === 'string') return cell;
  if ('day' in cell) return dayText(cell.day, days);
  if ('moment' in cell) return `${cell.moment}:00`;
  return 'number' in cell ? String(cell.number) : cell.result;
}

export function dayText(day: string, style: DayStyle): string {
  const [year, month, date] = day.split('-');
  if (style === 'dashes') return day;
  if (style === 'digits') return day.replaceAll('-', '');
  const short = `${year}/${Number(month)}/${Number(date)}`;
  return style === 'slashes' ? short : `${year}年${Number(month)}月${Number(date)}日`;
}
