import type { KubeletOptions } from '@klockwork/kubelet';

type Environment = Readonly<Record<string, string | undefined>>;

/** Variables of resources. */
const CAPACITY = {
  KLOCKWORK_NODE_CPU: 'cpu',
  KLOCKWORK_NODE_MEMORY: 'memory',
  KLOCKWORK_NODE_PODS: 'pods',
  KLOCKWORK_NODE_EPHEMERAL_STORAGE: 'ephemeral-storage',
} as const;

/**
 * Reads the properties of an agent's nodes: `KLOCKWORK_NODE_CPU`, `_MEMORY`, `_PODS` and `_EPHEMERAL_STORAGE` (quantities),
 * `KLOCKWORK_ZONES` (names with commas) and `KLOCKWORK_PARALLEL_PULLS` (a number). Defaults are the kubelet's.
 */
export function readNodeShape(env: Environment): Pick<KubeletOptions, 'capacity' | 'labelsOf' | 'maxParallelImagePulls'> {
  const quantities = Object.entries(CAPACITY).flatMap(([variable, resource]) =>
    env[variable] ? [[resource, env[variable]] as const] : [],
  );
  const zones = (env.KLOCKWORK_ZONES ?? '').split(',').filter((zone) => zone !== '');
  const pulls = Number(env.KLOCKWORK_PARALLEL_PULLS ?? 1);
  if (!Number.isInteger(pulls) || pulls < 1)
    throw new Error(`KLOCKWORK_PARALLEL_PULLS must be a number from 1, not ${env.KLOCKWORK_PARALLEL_PULLS}`);
  return {
    capacity: Object.fromEntries(quantities),
    labelsOf: (node) => zoneLabels(node, zones),
    maxParallelImagePulls: pulls,
  };
}

/** Assigns zones by node number, so that agents need no agreement; nodes without number use the first zone. */
function zoneLabels(node: string, zones: readonly string[]): Record<string, string> {
  const number = Number(/(\d{1,9})$/.exec(node)?.[1] ?? 1);
  const zone = zones[Math.max(0, number - 1) % Math.max(1, zones.length)];
  return zone === undefined ? {} : { 'topology.kubernetes.io/zone': zone };
}
