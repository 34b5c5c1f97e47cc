import type { Call, Command } from '../call.ts';
import { formatTime } from '../date.ts';

/** `uptime`: node uptime and load averages. */
export const uptime: Command = (call) => call.print(` ${uptimeLine(call)}\n`);

/** Time, uptime and load: first line of `uptime` and procps' `top`. */
export function uptimeLine(call: Call): string {
  const seconds = Math.floor(Number(call.files.read('/proc/uptime').split(' ')[0]));
  const [days, hours, minutes] = [Math.floor(seconds / 86_400), Math.floor(seconds / 3_600) % 24, Math.floor(seconds / 60) % 60];
  const time = hours > 0 ? `${String(hours).padStart(2)}:${String(minutes).padStart(2, '0')}` : `${minutes} min`;
  const day = days === 0 ? '' : `${days} day${days === 1 ? '' : 's'}, `;
  const users = call.isBusybox ? '0 users' : '0 user';
  const load = call.files.read('/proc/loadavg').split(' ').slice(0, 3).join(', ');
  return `${formatTime(call.now(), '%H:%M:%S')} up ${day}${time},  ${users},  load average: ${load}`;
}
