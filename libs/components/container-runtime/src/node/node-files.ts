import type { NodeMachine } from './node-machine.ts';

const KIBI = 1_024;

/** `/proc/meminfo`. Simulated nodes have no page cache: unused memory is free. Models proc_meminfo(5). */
export function meminfoText({ size, load }: NodeMachine): string {
  const total = Math.floor(size.memoryBytes / KIBI);
  const used = Math.ceil(load.memoryBytes / KIBI);
  const rows: readonly (readonly [string, number])[] = [
    ['MemTotal', total],
    ['MemFree', total - used],
    ['MemAvailable', total - used],
    ['Buffers', 0],
    ['Cached', 0],
    ['SwapCached', 0],
    ['Active', used],
    ['Inactive', 0],
    ['SwapTotal', 0],
    ['SwapFree', 0],
    ['AnonPages', used],
    ['Shmem', 0],
    ['Slab', 0],
    ['SReclaimable', 0],
  ];
  return rows.map(([name, kib]) => `${`${name}:`.padEnd(15)}${String(kib).padStart(9)} kB\n`).join('');
}

/** `/proc/cpuinfo`: one entry for each processor, in one package. Models proc_cpuinfo(5). */
export function cpuinfoText({ size: { processors } }: NodeMachine): string {
  const entries = Array.from({ length: processors }, (_, index) => [
    `processor\t: ${index}`,
    'vendor_id\t: Klockwork',
    'cpu family\t: 6',
    'model\t\t: 1',
    'model name\t: Klockwork simulated processor',
    'cpu MHz\t\t: 1000.000',
    'physical id\t: 0',
    `siblings\t: ${processors}`,
    `core id\t\t: ${index}`,
    `cpu cores\t: ${processors}`,
    'bogomips\t: 2000.00',
    '',
    '',
  ]);
  return entries.map((lines) => lines.join('\n')).join('');
}

/** `/proc/uptime`: seconds since boot, and idle seconds of all processors. Models proc_uptime(5). */
export function uptimeText({ upMs, size, load }: NodeMachine): string {
  const seconds = upMs / 1_000;
  return `${seconds.toFixed(2)} ${Math.max(0, seconds * size.processors - load.busySeconds).toFixed(2)}\n`;
}

/** `/proc/loadavg`: what is busy now stands for all three averages. Models proc_loadavg(5). */
export function loadavgText({ load }: NodeMachine, lastPid: number): string {
  const average = load.busyProcessors.toFixed(2);
  const running = Math.max(1, Math.ceil(load.busyProcessors));
  return `${average} ${average} ${average} ${running}/${load.processes} ${lastPid}\n`;
}
