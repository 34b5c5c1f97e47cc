import type { Pod, TopologySpreadConstraint } from '@klockwork/kubernetes-types';
import type { NodeVerdict, Shortage } from '@klockwork/scheduling';
import { amountText } from './amount-text.ts';

/** Formats a filter verdict on a node: `node-1: Insufficient cpu: 4 of 4 free, 5 requested`. */
export function nodeVerdictText(pod: Pod, verdict: NodeVerdict): string {
  const { node, filter, reasons } = verdict;
  if (filter === undefined) return `${node.name}: takes the pod now; the scheduler tries again`;
  const detail = detailOf(pod, verdict);
  return `${node.name}: ${reasons.join(', ')}${detail === '' ? '' : `: ${detail}`}`;
}

function detailOf(pod: Pod, { filter, shortages, taints }: NodeVerdict): string {
  switch (filter) {
    case 'NodeUnschedulable':
      return 'the node is cordoned';
    case 'TaintToleration':
      return taints.map(({ key, value, effect }) => `${key}${value ? `=${value}` : ''}:${effect}`).join(', ');
    case 'NodeAffinity':
      return selectorText(pod);
    case 'NodeResourcesFit':
      return shortages.map(shortageText).join('; ');
    case 'PodTopologySpread':
      return (pod.spec?.topologySpreadConstraints ?? []).map(constraintText).join('; ');
    default:
      return '';
  }
}

function constraintText({ topologyKey, maxSkew }: TopologySpreadConstraint): string {
  return `${topologyKey} with maxSkew ${maxSkew}`;
}

function selectorText({ spec }: Pod): string {
  const labels = Object.entries(spec?.nodeSelector ?? {}).map(([key, value]) => `${key}=${value}`);
  const requiredSelector = spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  const terms = (requiredSelector?.nodeSelectorTerms ?? []).map(({ matchExpressions = [] }) =>
    matchExpressions.map(({ key, operator, values = [] }) => `${key} ${operator} (${values.join(',')})`).join(' and '),
  );
  return [...(labels.length > 0 ? [`nodeSelector ${labels.join(',')}`] : []), ...(terms.length > 0 ? [terms.join(' or ')] : [])].join('; ');
}

function shortageText({ resource, requested, used, capacity }: Shortage): string {
  const free = Math.max(0, capacity - used);
  return `${amountText(resource, requested)} ${resource} requested, ${amountText(resource, free)} of ${amountText(resource, capacity)} free`;
}
