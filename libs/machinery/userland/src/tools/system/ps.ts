import type { Command } from '../call.ts';
import { readMemory } from './memory.ts';
import { type ProcessRow, processRows } from './process-row.ts';

/** `ps`: BusyBox's columns, or with procps those of `ps`, `ps -ef` and `ps aux`. */
export const ps: Command = (call) => {
  const options = call.args.join('').replace('-', '');
  const rows = processRows(call).map((row) => (row.state === 'R' ? { ...row, state: 'S' as const } : row));
  const lines = call.isBusybox
    ? busyboxLines(rows)
    : options.includes('u')
      ? userLines(rows, { now: call.now(), memoryKib: readMemory(call).total })
      : options.includes('f')
        ? fullLines(rows)
        : plainLines(rows);
  return call.print(lines.map((line) => `${line}\n`).join(''));
};

function busyboxLines(rows: readonly ProcessRow[]): readonly string[] {
  const lines = rows.map(({ pid, user, cpuMs, command }) => {
    const seconds = Math.floor(cpuMs / 1_000);
    const time = `${Math.floor(seconds / 60)}:${two(seconds % 60)}`.padStart(5);
    return `${String(pid).padStart(5)} ${user.padEnd(8)} ${time} ${command}`;
  });
  return ['PID   USER     TIME  COMMAND', ...lines];
}

function userLines(rows: readonly ProcessRow[], { now, memoryKib }: { readonly now: number; readonly memoryKib: number }) {
  const lines = rows.map(({ pid, user, cpuMs, startedAt, vszKib, rssKib, state, command }) => {
    const cpu = now > startedAt ? (cpuMs * 100) / (now - startedAt) : 0;
    const shares = `${cpu.toFixed(1).padStart(4)} ${((rssKib * 100) / memoryKib).toFixed(1).padStart(4)}`;
    const sizes = `${String(vszKib).padStart(6)} ${String(rssKib).padStart(5)}`;
    const seconds = Math.floor(cpuMs / 1_000);
    const time = `${Math.floor(seconds / 60)}:${two(seconds % 60)}`.padStart(6);
    // An overlong column takes space from the next one.
    const before = `${user.padEnd(8)} ${String(pid).padStart(7)} ${shares} ${sizes} ?`.padEnd(48);
    return `${before} ${state}    ${clockText(startedAt)} ${time} ${command}`;
  });
  return ['USER         PID %CPU %MEM    VSZ   RSS TTY      STAT START   TIME COMMAND', ...lines];
}

function fullLines(rows: readonly ProcessRow[]): readonly string[] {
  const lines = rows.map(
    ({ pid, parent, user, startedAt, cpuMs, command }) =>
      `${user.padEnd(8)} ${String(pid).padStart(7)} ${String(parent).padStart(7)}  0 ${clockText(startedAt)} ?        ${longTime(cpuMs)} ${command}`,
  );
  return ['UID          PID    PPID  C STIME TTY          TIME CMD', ...lines];
}

function plainLines(rows: readonly ProcessRow[]): readonly string[] {
  const lines = rows.map(
    ({ pid, cpuMs, name, state }) => `${String(pid).padStart(7)} ?        ${longTime(cpuMs)} ${name}${state === 'Z' ? ' <defunct>' : ''}`,
  );
  return ['    PID TTY          TIME CMD', ...lines];
}

function clockText(at: number): string {
  return new Date(at).toISOString().slice(11, 16);
}

function longTime(ms: number): string {
  const seconds = Math.floor(ms / 1_000);
  return [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60].map(two).join(':');
}

function two(part: number): string {
  return String(part).padStart(2, '0');
}
