import type { NodeInfo } from '../../node-info.ts';
import type { Filter } from '../../plugin.ts';
import { topologyValue } from '../../topology-value.ts';
import type { AffinityCounts } from './affinity-counts.ts';

const NOT_AFFINE = "node(s) didn't match pod affinity rules";
const ANTI_AFFINE = "node(s) didn't match pod anti-affinity rules";
const EXISTING_ANTI_AFFINE = "node(s) didn't satisfy existing pods anti-affinity rules";

/** Refuses nodes by required pod affinity and anti-affinity, of the pod and of existing pods. Models `plugins/interpodaffinity`. */
export const interPodAffinity: Filter = {
  name: 'InterPodAffinity',
  refuse({ affinity }, node) {
    if (affinity === undefined) return undefined;
    if (!isAffine(affinity, node)) return { reasons: [NOT_AFFINE], resolvable: false };
    if (affinity.terms.requiredAnti.some(({ topologyKey }) => affinity.anti.of(node, topologyKey) > 0))
      return { reasons: [ANTI_AFFINE], resolvable: true };
    if (affinity.existingAnti.hasPositive(node)) return { reasons: [EXISTING_ANTI_AFFINE], resolvable: true };
    return undefined;
  },
};

/** The first pod of a group that matches its own terms fits every node with their labels. Models `satisfyPodAffinity`. */
function isAffine({ terms: { required }, affine, matchesItself }: AffinityCounts, node: NodeInfo): boolean {
  if (required.some(({ topologyKey }) => topologyValue(node, topologyKey) === undefined)) return false;
  return required.every(({ topologyKey }) => affine.of(node, topologyKey) > 0) || (affine.isEmpty && matchesItself);
}
