import { parseDuration } from '@klockwork/api-machinery';
import { type FieldBounds, parseField } from './parse-field.ts';
import { type Schedule, ScheduleError } from './schedule.ts';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

const BOUNDS: readonly FieldBounds[] = [
  { min: 0, max: 59 },
  { min: 0, max: 23 },
  { min: 1, max: 31 },
  { min: 1, max: 12, names: MONTHS },
  { min: 0, max: 6, names: DAYS },
];

const DESCRIPTORS: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};

/** Reads a schedule of five fields, or a descriptor such as `@hourly` or `@every 90s`. Throws ScheduleError. Models `cron.ParseStandard`. */
export function parseSchedule(text: string): Schedule {
  if (text === '') throw new ScheduleError('empty spec string');
  if (text.startsWith('@')) return parseDescriptor(text);
  const fields = text.split(/\s+/).filter((field) => field !== '');
  if (fields.length !== BOUNDS.length)
    throw new ScheduleError(`expected exactly ${BOUNDS.length} fields, found ${fields.length}: [${fields.join(' ')}]`);
  return ofFields(fields);
}

/** Why a schedule cannot be read, or undefined. */
export function scheduleProblem(text: string): string | undefined {
  try {
    parseSchedule(text);
    return undefined;
  } catch (error) {
    if (!(error instanceof ScheduleError)) throw error;
    return error.message;
  }
}

function parseDescriptor(text: string): Schedule {
  const fields = Object.hasOwn(DESCRIPTORS, text) ? DESCRIPTORS[text] : undefined;
  if (fields !== undefined) return ofFields(fields.split(' '));
  const every = /^@every (.*)$/.exec(text)?.[1];
  if (every === undefined) throw new ScheduleError(`unrecognized descriptor: ${text}`);
  const duration = parseDuration(every);
  if ('problem' in duration) throw new ScheduleError(`failed to parse duration ${text}: ${duration.problem}`);
  return { type: 'every', everyMs: Math.max(1_000, Math.floor(duration.ms / 1_000) * 1_000) };
}

function ofFields(fields: readonly string[]): Schedule {
  const [minute, hour, dayOfMonth, month, dayOfWeek] = BOUNDS.map((bounds, index) => parseField(fields[index] ?? '', bounds));
  const none = { values: [], star: false };
  return {
    type: 'fields',
    minute: minute ?? none,
    hour: hour ?? none,
    dayOfMonth: dayOfMonth ?? none,
    month: month ?? none,
    dayOfWeek: dayOfWeek ?? none,
  };
}
