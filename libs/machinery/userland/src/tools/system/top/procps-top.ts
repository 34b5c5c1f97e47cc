import { usedMemory } from '../memory.ts';
import type { ProcessRow } from '../process-row.ts';
import { busiestFirst, type Frame } from './frame.ts';

/** A screen of procps' `top`; `whole`: with all words of each command. */
export function procpsTop(frame: Frame, { whole }: { readonly whole: boolean }): readonly string[] {
  return [
    `top - ${frame.uptime}`,
    tasks(frame.rows),
    processors(frame),
    ...memoryLines(frame),
    '',
    '    PID USER      PR  NI    VIRT    RES    SHR S  %CPU  %MEM     TIME+ COMMAND',
    ...busiestFirst(frame.rows).map((row) => line(row, frame.memory.total, whole)),
  ];
}

function tasks(rows: readonly ProcessRow[]): string {
  const count = (state?: ProcessRow['state']) =>
    String(rows.filter((row) => state === undefined || row.state === state).length).padStart(3);
  return `Tasks: ${count()} total, ${count('R')} running, ${count('S')} sleeping,   0 stopped, ${count('Z')} zombie`;
}

function processors({ busyProcessors, processors: count }: Frame): string {
  const busy = (busyProcessors * 100) / count;
  const [busyText, idle] = [busy, 100 - busy].map((part) => part.toFixed(1).padStart(5));
  return `%Cpu(s):${busyText} us,  0.0 sy,  0.0 ni,${idle} id,  0.0 wa,  0.0 hi,  0.0 si,  0.0 st `;
}

function memoryLines({ memory }: Frame): readonly string[] {
  const mib = (kib: number) => (kib / 1_024).toFixed(1).padStart(8);
  const { total, free, buffers, cache, available } = memory;
  return [
    `MiB Mem : ${mib(total)} total, ${mib(free)} free, ${mib(usedMemory(memory))} used, ${mib(buffers + cache)} buff/cache     `,
    `MiB Swap: ${mib(0)} total, ${mib(0)} free, ${mib(0)} used. ${mib(available)} avail Mem `,
  ];
}

function line({ pid, user, vszKib, rssKib, state, cpuMilli, cpuMs, name, command }: ProcessRow, total: number, whole: boolean): string {
  const sizes = `${scaled(vszKib, 7)} ${scaled(rssKib, 6)} ${'0'.padStart(6)}`;
  const shares = `${(cpuMilli / 10).toFixed(1).padStart(5)} ${((rssKib * 100) / total).toFixed(1).padStart(5)}`;
  const who = `${String(pid).padStart(7)} ${user.slice(0, 8).padEnd(8)}  20   0`;
  return `${who} ${sizes} ${state} ${shares} ${timeText(cpuMs).padStart(9)} ${whole ? command : name}`;
}

/** KiB, or a larger unit for wide numbers. */
function scaled(kib: number, width: number): string {
  if (String(kib).length <= width) return String(kib).padStart(width);
  const mib = `${(kib / 1_024).toFixed(1)}m`;
  return (mib.length <= width ? mib : `${(kib / 1_024 ** 2).toFixed(1)}g`).padStart(width);
}

/** `minutes:seconds.hundredths` */
function timeText(ms: number): string {
  const hundredths = Math.floor(ms / 10);
  const seconds = Math.floor(hundredths / 100);
  const two = (part: number) => String(part).padStart(2, '0');
  return `${Math.floor(seconds / 60)}:${two(seconds % 60)}.${two(hundredths % 100)}`;
}
