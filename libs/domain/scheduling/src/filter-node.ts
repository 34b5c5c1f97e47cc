import { interPodAffinity } from './filters/inter-pod-affinity/inter-pod-affinity.filter.ts';
import { nodeAffinity } from './filters/node-affinity/node-affinity.filter.ts';
import { nodeName } from './filters/node-name/node-name.filter.ts';
import { nodePorts } from './filters/node-ports/node-ports.filter.ts';
import { nodeResourcesFit } from './filters/node-resources-fit/node-resources-fit.filter.ts';
import { nodeUnschedulable } from './filters/node-unschedulable/node-unschedulable.filter.ts';
import { nodeVolumeLimits } from './filters/node-volume-limits/node-volume-limits.filter.ts';
import { podTopologySpread } from './filters/pod-topology-spread/pod-topology-spread.filter.ts';
import { taintToleration } from './filters/taint-toleration/taint-toleration.filter.ts';
import { volumeBinding } from './filters/volume-binding/volume-binding.filter.ts';
import { volumeRestrictions } from './filters/volume-restrictions/volume-restrictions.filter.ts';
import { volumeZone } from './filters/volume-zone/volume-zone.filter.ts';
import type { NodeInfo } from './node-info.ts';
import type { Candidate, Filter, Refusal } from './plugin.ts';

/** In upstream's order: the first refusing filter determines the reason. */
const FILTERS: readonly Filter[] = [
  nodeUnschedulable,
  nodeName,
  taintToleration,
  nodeAffinity,
  nodePorts,
  nodeResourcesFit,
  volumeRestrictions,
  nodeVolumeLimits,
  volumeBinding,
  volumeZone,
  podTopologySpread,
  interPodAffinity,
];

/** Returns name and refusal of the first filter that refuses the node; undefined if all accept it. */
export function filterNode(candidate: Candidate, node: NodeInfo): { readonly filter: string; readonly refusal: Refusal } | undefined {
  for (const filter of FILTERS) {
    const refusal = filter.refuse(candidate, node);
    if (refusal !== undefined) return { filter: filter.name, refusal };
  }
  return undefined;
}
