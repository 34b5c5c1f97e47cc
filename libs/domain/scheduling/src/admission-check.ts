import type { Pod } from '@klockwork/kubernetes-types';
import { DEFAULT_PROFILE } from './default-profile.ts';
import { nodeAffinity } from './filters/node-affinity/node-affinity.filter.ts';
import { nodeName } from './filters/node-name/node-name.filter.ts';
import { nodePorts } from './filters/node-ports/node-ports.filter.ts';
import { insufficientResources, type Shortage } from './filters/node-resources-fit/insufficient-resources.ts';
import { type Amounts, type NodeInfo, placedPod } from './node-info.ts';
import type { Candidate } from './plugin.ts';
import { untolerated } from './tolerations.ts';

/** Reason why a node rejects a pod bound to it: a shortage, or a plugin's reason. */
export type AdmissionRefusal = Shortage | { readonly plugin: string; readonly reason: string };

/** The kubelet's message, older than the scheduler's. */
const NOT_TOLERATED = "node(s) had taints that the pod didn't tolerate";

/**
 * Returns reasons why the named node rejects `pod`, in order: filters that the node repeats. Unknown resources are ignored, and taints for
 * static pods. Models `AdmissionCheck` of `pkg/scheduler/scheduler.go` and `generalFilter` of `pkg/kubelet/lifecycle/predicate.go`.
 */
export function admissionCheck(pod: Pod, node: NodeInfo, options: { isStatic: boolean }): AdmissionRefusal[] {
  const { requests, assumed } = placedPod(pod);
  const candidate: Candidate = {
    ...{ pod, requests: knownRequests(requests, node), assumed, namespaces: () => undefined },
    ...{ profile: DEFAULT_PROFILE, args: DEFAULT_PROFILE.args },
    ...{ spread: [], spreadPreferences: { constraints: [], needsLabels: false } },
  };
  const refused = [nodeAffinity, nodeName, nodePorts].flatMap(({ name, refuse }) =>
    (refuse(candidate, node)?.reasons ?? []).map((reason) => ({ plugin: name, reason })),
  );
  const taints = options.isStatic ? [] : untolerated(node.node.spec?.taints, pod.spec?.tolerations, ['NoExecute']);
  const tainted = taints.length === 0 ? [] : [{ plugin: 'TaintToleration', reason: NOT_TOLERATED }];
  return [...insufficientResources(candidate.requests, node), ...refused, ...tainted];
}

function knownRequests(requests: Amounts, { allocatable }: NodeInfo): Amounts {
  return Object.fromEntries(Object.entries(requests).filter(([name]) => !isExtended(name) || allocatable[name] !== undefined));
}

/** Models `IsExtendedResourceName`. */
function isExtended(name: string): boolean {
  return name.includes('/') && !name.includes('kubernetes.io/') && !name.startsWith('requests.');
}
