import type { Pod } from '@klockwork/resources';
import type { NodeVerdict, Shortage } from '@klockwork/scheduling';
import { groupBy } from '../group-by.ts';
import { amountText } from './amount-text.ts';

/** Returns a remedy per kind of refusal, for its first node. */
export function schedulingRemedies(pod: Pod, verdicts: readonly NodeVerdict[]): readonly string[] {
  const byFilter = groupBy(verdicts, ({ filter }) => filter ?? '');
  return [...byFilter].flatMap(([filter, refusedVerdicts]) => remediesFor(pod, filter, refusedVerdicts));
}

function remediesFor(pod: Pod, filter: string, [first, ...others]: readonly NodeVerdict[]): readonly string[] {
  const name = first?.node.name ?? '';
  switch (filter) {
    case 'NodeUnschedulable':
      return [`kubectl uncordon ${name}`];
    case 'TaintToleration':
      return (first?.taints ?? []).map(({ key, effect }) => taintRemedy(name, key, effect));
    case 'NodeAffinity':
      return [labelRemedy(pod, name)];
    case 'NodeResourcesFit':
      return first === undefined ? [] : largestRemedies([first, ...others]);
    case 'NodePorts':
      return ['use another hostPort, or delete the pod that has the port'];
    case 'VolumeRestrictions':
      return ['delete the pod that uses the claim, or use another access mode than ReadWriteOncePod'];
    case 'InterPodAffinity':
      return (first?.reasons ?? []).map(affinityRemedy);
    case 'PodTopologySpread':
      return ['free or label a node of the topology with the fewest pods, raise maxSkew, or use whenUnsatisfiable: ScheduleAnyway'];
    default:
      return [];
  }
}

function affinityRemedy(reason: string): string {
  if (reason.includes('anti-affinity'))
    return 'start the lab with more nodes (klockwork up --nodes N), or prefer the anti-affinity instead of requiring it';
  return 'run a pod that the required pod affinity selects, or prefer the affinity instead of requiring it';
}

/** Taints managed by other components end with their condition. */
function taintRemedy(node: string, key: string, effect: string): string {
  if (key.startsWith('node.kubernetes.io/')) return `the taint ${key} goes when the node's condition does: kubectl describe node ${node}`;
  return `tolerate the taint in the pod's spec.tolerations, or remove it: kubectl taint nodes ${node} ${key}:${effect}-`;
}

function labelRemedy({ spec }: Pod, node: string): string {
  const labels = Object.entries(spec?.nodeSelector ?? {}).map(([key, value]) => `${key}=${value}`);
  if (labels.length > 0) return `kubectl label node ${node} ${labels.join(' ')}`;
  return 'label a node as the required node affinity of the pod asks, or change the affinity';
}

/** Returns a remedy per scarce resource: the maximum of any node. */
function largestRemedies(verdicts: readonly NodeVerdict[]): readonly string[] {
  const shortages = groupBy(
    verdicts.flatMap(({ node, shortages: short }) => short.map((one) => ({ node: node.name, ...one }))),
    ({ resource }) => resource,
  );
  return [...shortages].map(([resource, all]) => roomRemedy(resource, all));
}

function roomRemedy(resource: string, all: readonly (Shortage & { readonly node: string })[]): string {
  if (resource === 'pods') return 'delete a pod of one of these nodes, or start the lab with more nodes: klockwork up --nodes N';
  const most = all.reduce((best, one) => (one.capacity - one.used > best.capacity - best.used ? one : best));
  const free = amountText(resource, Math.max(0, most.capacity - most.used));
  if (most.requested <= most.capacity)
    return `delete pods of ${most.node}, which requests ${amountText(resource, most.used)} of its ${amountText(resource, most.capacity)} ${resource}; or request at most ${free}`;
  return `request at most ${free} ${resource}${LARGER_NODES[resource] ?? ''}`;
}

/** Options of `klockwork up` for larger nodes. */
const LARGER_NODES: Readonly<Record<string, string>> = {
  cpu: ', or start a lab with larger nodes: klockwork up --node-cpu N',
  memory: ', or start a lab with larger nodes: klockwork up --node-memory N',
  'ephemeral-storage': ', or start a lab with larger nodes: klockwork up --node-ephemeral-storage N',
};
