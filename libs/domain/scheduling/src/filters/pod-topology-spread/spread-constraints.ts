import { type LabelSelector, labelSelector } from '@klockwork/api-machinery';
import type { Node, Pod, TopologySpreadConstraint } from '@klockwork/kubernetes-types';
import type { NodeInfo } from '../../node-info.ts';
import type { PluginArgs } from '../../plugin-args.ts';
import { untolerated } from '../../tolerations.ts';
import { topologyValue } from '../../topology-value.ts';
import { selectsNode } from '../node-affinity/selects-node.ts';

/** Parsed topology spread constraint. */
export interface SpreadConstraint {
  readonly topologyKey: string;
  readonly maxSkew: number;
  readonly minDomains: number;
  /** Pods that the constraint counts, in the namespace of its own pod. */
  readonly counts: (pod: Pod) => boolean;
  /** Namespace and selector of the counted pods. */
  readonly countsKey: string;
  /** Returns whether nodeAffinityPolicy and nodeTaintsPolicy include the node in the counts. */
  readonly includes: (node: Node) => boolean;
}

/** Label of a node's own topology. */
export const HOSTNAME = 'kubernetes.io/hostname';

/** ScheduleAnyway constraints of a pod. `needsLabels`: nodes without the labels of all constraints score 0. */
export interface SpreadPreferences {
  readonly constraints: readonly SpreadConstraint[];
  readonly needsLabels: boolean;
}

type Action = TopologySpreadConstraint['whenUnsatisfiable'];

/** Default constraints of a profile, and the selector of pods they count. */
export interface SpreadDefaults {
  readonly args: PluginArgs['podTopologySpread'];
  readonly selector: () => LabelSelector;
}

/** Default constraints of a cluster. Models `systemDefaultConstraints` of `plugins/podtopologyspread`. */
const SYSTEM_DEFAULTS: readonly TopologySpreadConstraint[] = [
  { topologyKey: HOSTNAME, whenUnsatisfiable: 'ScheduleAnyway', maxSkew: 3 },
  { topologyKey: 'topology.kubernetes.io/zone', whenUnsatisfiable: 'ScheduleAnyway', maxSkew: 5 },
];

/**
 * Returns the pod's constraints of one kind; without own constraints, those of the profile. Models `filterTopologySpreadConstraints` and
 * `buildDefaultConstraints`.
 */
export function spreadConstraints(pod: Pod, action: Action, defaults?: SpreadDefaults): SpreadConstraint[] {
  const own = pod.spec?.topologySpreadConstraints ?? [];
  if (own.length > 0)
    return ofAction(own, action).map((constraint) => parseConstraint(pod, constraint, labelSelector.fromObject(constraint.labelSelector)));
  if (defaults === undefined) return [];
  const { defaultingType, defaultConstraints } = defaults.args;
  const wantedConstraints = ofAction(defaultingType === 'System' ? SYSTEM_DEFAULTS : defaultConstraints, action);
  if (wantedConstraints.length === 0) return [];
  const selector = defaults.selector();
  return selector.requirements.length === 0 ? [] : wantedConstraints.map((constraint) => parseConstraint(pod, constraint, selector));
}

function ofAction(constraints: readonly TopologySpreadConstraint[], action: Action): TopologySpreadConstraint[] {
  return constraints.filter(({ whenUnsatisfiable }) => whenUnsatisfiable === action);
}

/** Returns the pod's preferences. Nodes without zones still spread pods over hosts by the system's defaults. */
export function spreadPreferences(pod: Pod, defaults: SpreadDefaults): SpreadPreferences {
  const hasOwn = (pod.spec?.topologySpreadConstraints ?? []).length > 0;
  const constraints = spreadConstraints(pod, 'ScheduleAnyway', defaults);
  return { constraints, needsLabels: hasOwn || defaults.args.defaultingType !== 'System' };
}

/** Returns whether the node has the labels of all constraints. */
export function hasTopologies(info: NodeInfo, constraints: readonly SpreadConstraint[]): boolean {
  return constraints.every(({ topologyKey }) => topologyValue(info, topologyKey) !== undefined);
}

function parseConstraint(owner: Pod, constraint: TopologySpreadConstraint, selector: LabelSelector): SpreadConstraint {
  const { topologyKey, maxSkew, minDomains = 1, nodeAffinityPolicy = 'Honor', nodeTaintsPolicy = 'Ignore' } = constraint;
  const isChoosy = nodeAffinityPolicy === 'Honor' && Boolean(owner.spec?.nodeSelector ?? owner.spec?.affinity?.nodeAffinity);
  return {
    topologyKey,
    maxSkew,
    minDomains,
    counts: (pod) => isCounted(pod, owner, selector),
    countsKey: `${owner.metadata?.namespace}/${selector}`,
    includes: (node) =>
      (!isChoosy || selectsNode(owner, node)) &&
      (nodeTaintsPolicy !== 'Honor' || untolerated(node.spec?.taints, owner.spec?.tolerations, ['NoSchedule', 'NoExecute']).length === 0),
  };
}

/** Terminating pods are not counted, and an empty selector counts no pod. Models `countPodsMatchSelector`. */
function isCounted({ metadata }: Pod, owner: Pod, selector: LabelSelector): boolean {
  if (selector.requirements.length === 0 || metadata?.deletionTimestamp !== undefined) return false;
  return metadata?.namespace === owner.metadata?.namespace && selector.matches(metadata?.labels);
}
