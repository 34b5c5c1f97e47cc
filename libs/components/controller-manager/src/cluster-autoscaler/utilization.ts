import type { NodeInfo } from '@klockwork/scheduling';

/** Share of a node's allocatable resources that its pods request. Models `utilization.Info`. */
export interface Utilization {
  readonly cpu: number;
  readonly memory: number;
  /** Resource of the highest share. */
  readonly resource: 'cpu' | 'memory';
  readonly highest: number;
}

/** Returns the utilization of a node. Models `utilization.Calculate` without GPUs. */
export function utilizationOf({ requested, allocatable }: NodeInfo): Utilization {
  const share = (resource: string) => (allocatable[resource] ? (requested[resource] ?? 0) / (allocatable[resource] as number) : 0);
  const [cpu, memory] = [share('cpu'), share('memory')];
  return { cpu, memory, resource: cpu > memory ? 'cpu' : 'memory', highest: Math.max(cpu, memory) };
}

/** Returns the utilization as Go prints the struct: CPU, memory, GPU, dynamic resources, name, highest. */
export function utilizationText({ cpu, memory, resource, highest }: Utilization): string {
  return `{${[goFloat(cpu), goFloat(memory), 0, 0, resource, goFloat(highest)].join(' ')}}`;
}

/** Formats a number like Go's `%v` of a float64. */
function goFloat(value: number): string {
  if (value === 0 || Math.abs(value) >= 1e-4) return String(value);
  return value.toExponential().replace(/e-(\d)$/, 'e-0$1');
}
