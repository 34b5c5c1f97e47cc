import { goQuote } from '@klockwork/api-machinery';
import { type Field, ScheduleError } from './schedule.ts';

/** Range of a field, and names of values. */
export interface FieldBounds {
  readonly min: number;
  readonly max: number;
  readonly names?: readonly string[];
}

const INT = /^[+-]?\d+$/;

/** Reads `1,5-10,*\/15`. Throws ScheduleError. Models `getField` of robfig/cron/v3, which upstream uses. */
export function parseField(text: string, bounds: FieldBounds): Field {
  const ranges = text
    .split(',')
    .filter((part) => part !== '')
    .map((part) => parseRange(part, bounds));
  const values = [...new Set(ranges.flatMap((range) => range.values))].sort((a, b) => a - b);
  return { values, star: ranges.some(({ star }) => star) };
}

/** Models `getRange`. */
function parseRange(text: string, bounds: FieldBounds): Field {
  const [range = '', stepText, ...slashes] = text.split('/');
  const [low = '', high, ...hyphens] = range.split('-');
  const star = low === '*' || low === '?';
  if (!star && hyphens.length > 0) throw new ScheduleError(`too many hyphens: ${text}`);
  const start = star ? bounds.min : numberOf(low, bounds);
  const single = high === undefined && stepText === undefined ? start : bounds.max;
  const end = star ? bounds.max : high === undefined ? single : numberOf(high, bounds);
  if (slashes.length > 0) throw new ScheduleError(`too many slashes: ${text}`);
  const step = stepText === undefined ? 1 : wholeNumber(stepText);
  checkRange({ start, end, step }, bounds, text);
  const values = Array.from({ length: Math.floor((end - start) / step) + 1 }, (_, index) => start + index * step);
  return { values, star: star && step === 1 };
}

function checkRange({ start, end, step }: { start: number; end: number; step: number }, { min, max }: FieldBounds, text: string): void {
  if (start < min) throw new ScheduleError(`beginning of range (${start}) below minimum (${min}): ${text}`);
  if (end > max) throw new ScheduleError(`end of range (${end}) above maximum (${max}): ${text}`);
  if (start > end) throw new ScheduleError(`beginning of range (${start}) beyond end of range (${end}): ${text}`);
  if (step === 0) throw new ScheduleError(`step of range should be a positive number: ${text}`);
}

function numberOf(text: string, { names = [], min }: FieldBounds): number {
  const nameIndex = names.indexOf(text.toLowerCase());
  return nameIndex < 0 ? wholeNumber(text) : nameIndex + min;
}

function wholeNumber(text: string): number {
  if (!INT.test(text)) throw new ScheduleError(`failed to parse int from ${text}: strconv.Atoi: parsing ${goQuote(text)}: invalid syntax`);
  const value = Number(text);
  if (value < 0) throw new ScheduleError(`negative number (${value}) not allowed: ${text}`);
  return value;
}
