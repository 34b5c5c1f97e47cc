import { type LabelSelector, labelSelector } from '@klockwork/api-machinery';
import type { Pod } from '@klockwork/kubernetes-types';
import { DEFAULT_PROFILE } from './default-profile.ts';
import { affinityCounts } from './filters/inter-pod-affinity/affinity-counts.ts';
import { defaultSelector } from './filters/pod-topology-spread/default-selector.ts';
import { spreadPreferences } from './filters/pod-topology-spread/spread-constraints.ts';
import { spreadCounts } from './filters/pod-topology-spread/spread-counts.ts';
import { exclusiveDisks } from './filters/volume-restrictions/exclusive-disks.ts';
import { type NodeInfo, placedPod } from './node-info.ts';
import type { Candidate, SchedulingProfile } from './plugin.ts';
import type { SchedulingView } from './scheduling-view.ts';
import { candidateStorage } from './volumes/candidate-storage.ts';

/**
 * Returns the pod with everything that plugins read once for all nodes, or upstream's message if no node can run it now. Without `view`, its
 * claims are ignored, and namespaces have no labels.
 */
export function candidateOf(
  pod: Pod,
  nodes: readonly NodeInfo[],
  view?: SchedulingView,
  profile: SchedulingProfile = DEFAULT_PROFILE,
): Candidate | { readonly refused: string } {
  const storage = candidateStorage(pod, nodes, view);
  if (storage !== undefined && 'refused' in storage) return storage;
  const { requests, assumed, terms } = placedPod(pod);
  const namespaces = (name: string) => view?.namespaceLabels(name);
  const affinity = affinityCounts(pod, terms, nodes, namespaces);
  const disks = exclusiveDisks(pod);
  const { args } = profile;
  const defaults = { args: args.podTopologySpread, selector: () => selectorOf(pod, view) };
  return {
    ...{ pod, requests, assumed, namespaces, profile, args },
    ...{ spread: spreadCounts(pod, nodes, defaults), spreadPreferences: spreadPreferences(pod, defaults) },
    ...(terms && { terms }),
    ...(affinity && { affinity }),
    ...(storage && { storage }),
    ...(disks.length > 0 && { disks }),
  };
}

function selectorOf(pod: Pod, view: SchedulingView | undefined): LabelSelector {
  return view === undefined ? labelSelector.fromLabels({}) : defaultSelector(pod, view);
}
