import type { Tool } from './tool.ts';

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `date`, on the lab's clock, in UTC, with `+FORMAT`. */
export const date: Tool = (process, args) => {
  const format = args.find((arg) => arg.startsWith('+'))?.slice(1);
  const iso = args.some((arg) => /^-I|^--iso/.test(arg));
  process.write(
    'stdout',
    `${formatTime(process.machine.clock.now(), format ?? (iso ? '%Y-%m-%dT%H:%M:%S+00:00' : '%a %b %e %H:%M:%S UTC %Y'))}\n`,
  );
  return 0;
};

/** A time by a format of strftime(3), in UTC. */
export function formatTime(at: number, format: string): string {
  const time = new Date(at);
  const two = (value: number) => String(value).padStart(2, '0');
  const fields: Record<string, () => string> = {
    Y: () => String(time.getUTCFullYear()),
    m: () => two(time.getUTCMonth() + 1),
    d: () => two(time.getUTCDate()),
    e: () => String(time.getUTCDate()).padStart(2, ' '),
    H: () => two(time.getUTCHours()),
    M: () => two(time.getUTCMinutes()),
    S: () => two(time.getUTCSeconds()),
    N: () => `${String(time.getUTCMilliseconds()).padStart(3, '0')}000000`,
    L: () => String(time.getUTCMilliseconds()).padStart(3, '0'),
    s: () => String(Math.floor(at / 1_000)),
    a: () => DAYS[time.getUTCDay()] ?? '',
    b: () => MONTHS[time.getUTCMonth()] ?? '',
    F: () => formatTime(at, '%Y-%m-%d'),
    T: () => formatTime(at, '%H:%M:%S'),
    D: () => formatTime(at, '%m/%d/%y'),
    y: () => two(time.getUTCFullYear() % 100),
    Z: () => 'UTC',
    z: () => '+0000',
    '%': () => '%',
  };
  return format.replace(/%([a-zA-Z%])/g, (text, key: string) => fields[key]?.() ?? text);
}
