import { parseDuration } from '@klockwork/api-machinery';

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** True for an existing day: `2006-01-02`. */
export function fullDate(text: string): boolean {
  const [, year = '', month = '', day = ''] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? [];
  const isLeap = Number(year) % 4 === 0 && (Number(year) % 100 !== 0 || Number(year) % 400 === 0);
  const days = (DAYS[Number(month) - 1] ?? 0) + (isLeap && month === '02' ? 1 : 0);
  return day !== '' && Number(day) >= 1 && Number(day) <= days;
}

const TIME = /^([0-9]{2}):([0-9]{2}):([0-9]{2})(?:.[0-9]+)?(?:z|[+-][0-9]{2}:[0-9]{2})$/;

/** True for a date and a time with its zone: `2014-12-15T19:30:20.000Z`. Models `IsDateTime`. */
export function dateTime(text: string): boolean {
  const [date = '', time = ''] = text.toLowerCase().split('t');
  const [, hours = '', minutes = '', seconds = ''] = TIME.exec(time) ?? [];
  return hours !== '' && fullDate(date) && hours <= '23' && minutes <= '59' && seconds <= '59';
}

const UNIT = /^(?:ns|nano.*|us|µs|micro.*|ms|milli.*|s|sec.*|m|min.*|h|hr|hour.*|d|day.*|w|wk|week.*)$/i;

/** True for a duration as Go writes it, or in words: `3 days`. Models `ParseDuration` of `strfmt`. */
export function duration(text: string): boolean {
  if ('ms' in parseDuration(text)) return true;
  // Takes numbers without unit too: a search for a unit from each digit would take quadratic time.
  const parts = [...text.matchAll(/(\d+)\s*([A-Za-zµ]*)/g)].filter(([, , unit]) => unit !== '');
  return parts.every(([, count = '']) => isInt64(count)) && parts.some(([, , unit = '']) => UNIT.test(unit));
}

function isInt64(digits: string): boolean {
  const significant = digits.replace(/^0+/, '');
  return significant.length < 20 && BigInt(significant || '0') < 2n ** 63n;
}
