import { FileTree } from '@klockwork/files';
import type { Clock } from '@klockwork/kernel';
import type { ContainerStats, ResourceLimits } from '@klockwork/pod-lifecycle';
import { TextFiles, type TextTable } from './text-files.ts';

/** Limits and use of a container, for its control group files. */
export interface ControlledContainer {
  /** Processors of the node. */
  readonly processors: number;
  readonly limits: ResourceLimits;
  readonly stats: Pick<ContainerStats, 'cpu' | 'memory' | 'processes'>;
  readonly pids: readonly number[];
}

/** Quota period. Models `cpuPeriod` of pkg/kubelet/cm. */
const PERIOD_US = 100_000;
const QUOTA_US_MIN = 1_000;
const SHARES_MIN = 2;
const SHARES_MAX = 262_144;
const PAGE_BYTES = 4_096;

const FILES: TextTable<ControlledContainer> = [
  ['cgroup.controllers', () => 'cpuset cpu io memory hugetlb pids rdma misc\n'],
  ['cgroup.procs', ({ pids }) => pids.map((pid) => `${pid}\n`).join('')],
  ['cpu.max', ({ limits }) => `${quota(limits)} ${PERIOD_US}\n`],
  ['cpu.stat', ({ stats }) => cpuStat(stats)],
  ['cpu.weight', ({ limits }) => `${weight(limits)}\n`],
  ['cpuset.cpus.effective', ({ processors }) => (processors === 1 ? '0\n' : `0-${processors - 1}\n`)],
  ['memory.current', ({ stats }) => `${stats.memory.workingSetBytes}\n`],
  ['memory.max', ({ limits }) => `${wholePages(limits)}\n`],
  ['pids.current', ({ stats }) => `${stats.processes}\n`],
  ['pids.max', () => 'max\n'],
];

/** Files of /sys/fs/cgroup in a container: limits and use. Models the kernel's cgroup-v2. */
export function cgroupFiles(clock: Clock, container: () => ControlledContainer): FileTree {
  const source = new TextFiles(FILES, container, clock.now());
  return new FileTree({ now: () => clock.now(), source, type: 'cgroup2' });
}

function wholePages({ memoryBytes }: ResourceLimits): string {
  return memoryBytes === undefined ? 'max' : String(memoryBytes - (memoryBytes % PAGE_BYTES));
}

function quota({ cpuMilli }: ResourceLimits): string {
  return cpuMilli === undefined ? 'max' : String(Math.max(QUOTA_US_MIN, (cpuMilli * PERIOD_US) / 1_000));
}

/** Shares of cgroup v1 for a request, as weight from 1 to 10,000. Models `MilliCPUToShares` of pkg/kubelet/cm, and runc's conversion since 1.3.2. */
function weight({ cpuRequestMilli = 0 }: ResourceLimits): number {
  const shares = Math.min(SHARES_MAX, Math.max(SHARES_MIN, Math.floor((cpuRequestMilli * 1_024) / 1_000)));
  const power = Math.log2(shares);
  return Math.min(10_000, Math.ceil(10 ** ((power * power + 125 * power) / 612 - 7 / 34)));
}

function cpuStat({ cpu }: ControlledContainer['stats']): string {
  const usedUs = Math.round(cpu.usageCoreNanoSeconds / 1_000);
  const throttledUs = Math.round(cpu.throttledMs * 1_000);
  return [
    `usage_usec ${usedUs}`,
    `user_usec ${usedUs}`,
    'system_usec 0',
    `nr_throttled ${Math.ceil(throttledUs / PERIOD_US)}`,
    `throttled_usec ${throttledUs}`,
    '',
  ].join('\n');
}
