import { busyboxSize } from '../busybox-size.ts';
import type { Call, Command, Flavour } from '../call.ts';

/** Figures of /proc/meminfo, KiB. */
export interface Memory {
  readonly total: number;
  readonly free: number;
  readonly available: number;
  readonly shared: number;
  readonly buffers: number;
  readonly cache: number;
}

/** Reads /proc/meminfo. */
export function readMemory({ files }: Call): Memory {
  const rows = files.read('/proc/meminfo').split('\n');
  const kib = (name: string) => Number(rows.find((row) => row.startsWith(`${name}:`))?.match(/\d+/)?.[0] ?? 0);
  return {
    total: kib('MemTotal'),
    free: kib('MemFree'),
    available: kib('MemAvailable'),
    shared: kib('Shmem'),
    buffers: kib('Buffers'),
    cache: kib('Cached') + kib('SReclaimable'),
  };
}

/** Used memory as in procps 4, KiB. */
export function usedMemory({ total, available }: Memory): number {
  return total - available;
}

const COLUMN = 12;
const UNITS: Readonly<Record<string, number>> = { b: 1 / 1_024, k: 1, m: 1_024, g: 1_024 ** 2 };

/** `free [-b | -k | -m | -g | -h] [-w] [-t]`. BusyBox' has no -w and no -t. */
export const free: Command = (call) => {
  const { has } = call.options({
    letters: call.isBusybox ? 'bkmgh' : 'bkmghwt',
    long: { bytes: 'b', kibi: 'k', mebi: 'm', gibi: 'g', human: 'h', wide: 'w', total: 't' },
  });
  return call.print(freeTable(readMemory(call), { has, flavour: call.flavour }));
};

/** Output of `free`. */
export function freeTable(memory: Memory, { has, flavour }: { has(letter: string): boolean; readonly flavour: Flavour }): string {
  const { total, free: freeBytes, available, shared, buffers, cache } = memory;
  const text = sizeText(has, flavour);
  const line = (label: string, cells: readonly string[]) =>
    `${label.padEnd(flavour === 'busybox' ? 7 : 8)}${cells.map((cell) => cell.padStart(COLUMN)).join('')}\n`;
  const row = (label: string, amounts: readonly number[]) => line(label, amounts.map(text));
  const usedBytes = flavour === 'busybox' ? total - freeBytes - buffers - cache : usedMemory(memory);
  const cacheColumns = has('w') ? [buffers, cache] : [buffers + cache];
  const header = ['total', 'used', 'free', 'shared', ...(has('w') ? ['buffers', 'cache'] : ['buff/cache']), 'available'];
  const sums = has('t') ? row('Total:', [total, usedBytes, freeBytes]) : '';
  return line('', header) + row('Mem:', [total, usedBytes, freeBytes, shared, ...cacheColumns, available]) + row('Swap:', [0, 0, 0]) + sums;
}

/** How a number of KiB is written: BusyBox rounds, procps cuts. */
function sizeText(has: (letter: string) => boolean, flavour: Flavour): (kib: number) => string {
  const unit = UNITS[['b', 'm', 'g'].find(has) ?? 'k'] ?? 1;
  if (flavour === 'busybox') return (kib) => (has('h') ? busyboxSize(kib * 1_024) : String(Math.round(kib / unit)));
  return (kib) => (has('h') ? procpsSize(kib * 1_024) : String(Math.floor(kib / unit)));
}

/** At most five characters, in the smallest fitting unit. Models `scale_size` of procps' free. */
function procpsSize(bytes: number): string {
  if (`${bytes}B`.length <= 4) return `${bytes}B`;
  let amount = bytes;
  for (const unit of ['Ki', 'Mi', 'Gi', 'Ti']) {
    amount /= 1_024;
    const exact = `${amount.toFixed(1)}${unit}`;
    const whole = `${Math.floor(amount)}${unit}`;
    if (exact.length <= 5) return exact;
    if (whole.length <= 5) return whole;
  }
  return `${Math.floor(amount / 1_024)}Pi`;
}
