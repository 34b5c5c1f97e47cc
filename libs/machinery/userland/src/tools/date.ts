import type { Command } from './call.ts';

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
const ISO: Readonly<Record<string, string>> = {
  date: '%Y-%m-%d',
  hours: '%Y-%m-%dT%H+00:00',
  minutes: '%Y-%m-%dT%H:%M+00:00',
  seconds: '%Y-%m-%dT%H:%M:%S+00:00',
  ns: '%Y-%m-%dT%H:%M:%S,%N+00:00',
};

/** `date [-u] [-d @SECONDS | TIME] [-I[UNIT]] [-R] [+FORMAT]`: lab time, UTC. */
export const date: Command = (call) => {
  const { value, has, operands } = call.options(
    { letters: 'ud:IR', long: { utc: 'u', date: 'd', 'rfc-email': 'R', 'iso-8601': 'I' } },
    call.args.map((arg) => (/^-I./.test(arg) ? `--iso-8601=${arg.slice(2)}` : arg)),
  );
  const at = value('d') === undefined ? call.now() : parseTime(value('d') ?? '', call.now());
  if (at === undefined) return call.complain(`invalid date '${value('d')}'`);
  const format = operands.find((operand) => operand.startsWith('+'))?.slice(1);
  const usual = has('R') ? '%a, %d %b %Y %H:%M:%S +0000' : '%a %b %e %H:%M:%S UTC %Y';
  return call.print(`${formatTime(at, format ?? (has('I') ? (ISO[value('I') || 'date'] ?? '%F') : usual))}\n`);
};

/** A time that people write: `@SECONDS`, a date, `now`, `2 hours ago`, `+1 day`. */
function parseTime(text: string, now: number): number | undefined {
  if (/^@-?\d+$/.test(text)) return Number(text.slice(1)) * 1_000;
  if (text === 'now' || text === '') return now;
  const relative = /^([-+]?\d+)\s*(second|sec|minute|min|hour|day|week)s?(\s+ago)?$/.exec(text);
  if (relative !== null) {
    const unitMs =
      { second: 1_000, sec: 1_000, minute: 60_000, min: 60_000, hour: 3_600_000, day: 86_400_000, week: 604_800_000 }[
        relative[2] ?? 'second'
      ] ?? 0;
    return now + Number(relative[1]) * unitMs * (relative[3] === undefined ? 1 : -1);
  }
  const at = Date.parse(/Z|[-+]\d\d:?\d\d$/.test(text) ? text : `${text.replace(' ', 'T')}${/\d:\d/.test(text) ? 'Z' : 'T00:00:00Z'}`);
  return Number.isNaN(at) ? undefined : at;
}

/** Conversions of strftime(3), UTC. */
const FIELDS: Readonly<Record<string, (time: Date) => string>> = {
  Y: (time) => String(time.getUTCFullYear()),
  C: (time) => two(Math.floor(time.getUTCFullYear() / 100)),
  y: (time) => two(time.getUTCFullYear() % 100),
  m: (time) => two(time.getUTCMonth() + 1),
  d: (time) => two(time.getUTCDate()),
  e: (time) => two(time.getUTCDate(), ' '),
  H: (time) => two(time.getUTCHours()),
  I: (time) => two(hourOf(time)),
  k: (time) => two(time.getUTCHours(), ' '),
  l: (time) => two(hourOf(time), ' '),
  M: (time) => two(time.getUTCMinutes()),
  S: (time) => two(time.getUTCSeconds()),
  N: (time) => `${String(time.getUTCMilliseconds()).padStart(3, '0')}000000`,
  L: (time) => String(time.getUTCMilliseconds()).padStart(3, '0'),
  s: (time) => String(Math.floor(time.getTime() / 1_000)),
  p: (time) => (time.getUTCHours() < 12 ? 'AM' : 'PM'),
  a: (time) => DAYS[time.getUTCDay()]?.slice(0, 3) ?? '',
  A: (time) => DAYS[time.getUTCDay()] ?? '',
  b: (time) => MONTHS[time.getUTCMonth()]?.slice(0, 3) ?? '',
  h: (time) => MONTHS[time.getUTCMonth()]?.slice(0, 3) ?? '',
  B: (time) => MONTHS[time.getUTCMonth()] ?? '',
  j: (time) => String(Math.floor((time.getTime() - Date.UTC(time.getUTCFullYear(), 0)) / 86_400_000) + 1).padStart(3, '0'),
  u: (time) => String(time.getUTCDay() || 7),
  w: (time) => String(time.getUTCDay()),
  F: (time) => formatTime(time.getTime(), '%Y-%m-%d'),
  T: (time) => formatTime(time.getTime(), '%H:%M:%S'),
  R: (time) => formatTime(time.getTime(), '%H:%M'),
  D: (time) => formatTime(time.getTime(), '%m/%d/%y'),
  c: (time) => formatTime(time.getTime(), '%a %b %e %H:%M:%S %Y'),
  x: (time) => formatTime(time.getTime(), '%m/%d/%y'),
  X: (time) => formatTime(time.getTime(), '%H:%M:%S'),
  r: (time) => formatTime(time.getTime(), '%I:%M:%S %p'),
  Z: () => 'UTC',
  z: () => '+0000',
  n: () => '\n',
  t: () => '\t',
  '%': () => '%',
};

function two(value: number, pad = '0'): string {
  return String(value).padStart(2, pad);
}

function hourOf(time: Date): number {
  return time.getUTCHours() % 12 || 12;
}

/** Formats a time like strftime(3), in UTC. */
export function formatTime(at: number, format: string): string {
  const time = new Date(at);
  return format.replace(/%([-_0]?)([a-zA-Z%])/g, (text, flag: string, key: string) => {
    const value = FIELDS[key]?.(time);
    if (value === undefined) return text;
    if (flag === '-') return value.replace(/^[0 ]+(?=.)/, '');
    return flag === '_' ? value.replace(/^0+(?=.)/, (zeros) => ' '.repeat(zeros.length)) : value;
  });
}
