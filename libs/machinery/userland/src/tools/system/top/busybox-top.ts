import { busiestFirst, type Frame } from './frame.ts';

/** A screen of BusyBox' `top`. */
export function busyboxTop(frame: Frame): readonly string[] {
  const { memory, processors, busyProcessors, loadavg } = frame;
  const { total, free, shared, buffers, cache } = memory;
  const busy = percent(busyProcessors, processors);
  const shares = [`${share(busy)} usr`, '   0% sys', '   0% nic', `${share(100 - busy)} idle`, '   0% io', '   0% irq', '   0% sirq'];
  return [
    `Mem: ${total - free}K used, ${free}K free, ${shared}K shrd, ${buffers}K buff, ${cache}K cached`,
    `CPU:${shares.join('')}`,
    `Load average: ${loadavg}`,
    '  PID  PPID USER     STAT   VSZ %VSZ %CPU COMMAND',
    ...busiestFirst(frame.rows).map(({ pid, parent, user, state, vszKib, cpuMilli, command }) => {
      const who = `${String(pid).padStart(5)} ${String(parent).padStart(5)} ${user.slice(0, 8).padEnd(8)} ${state.padEnd(4)}`;
      const part = `${share(percent(vszKib, total))}${share(percent(cpuMilli / 1_000, processors))}`;
      return `${who} ${shortSize(vszKib)}${part} ${command}`;
    }),
  ];
}

function percent(amount: number, of: number): number {
  return Math.round((amount * 100) / of);
}

function share(percent: number): string {
  return `${String(percent).padStart(4)}%`;
}

/** A number of KiB in five characters. Models `smart_ulltoa5` of BusyBox. */
function shortSize(kib: number): string {
  if (kib < 100_000) return String(kib).padStart(5);
  const [amount, unit] = kib < 10_000 * 1_024 ? [kib / 1_024, 'm'] : [kib / 1_024 ** 2, 'g'];
  return `${amount < 100 ? (Math.floor(amount * 10) / 10).toFixed(1) : Math.floor(amount)}${unit}`.padStart(5);
}
