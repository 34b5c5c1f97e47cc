import type { KindDefinition } from '../kind.ts';
import { resources } from '../resource-refs.ts';
import { podColumns, podRowConditions } from './pod.columns.ts';
import { podEvent } from './pod.events.ts';
import { podStatusStrategy, podStrategy } from './pod.strategy.ts';
import type { Pod } from './pod.ts';
import { podBinding } from './pod-binding.ts';
import { podEphemeralContainers } from './pod-ephemeral-containers.ts';
import { podEviction } from './pod-eviction.ts';
import { podResize } from './pod-resize.ts';

/** Pod. Models `pkg/registry/core/pod`. */
export const podKind: KindDefinition<Pod> = {
  ...resources.pods,
  listKind: 'PodList',
  singular: 'pod',
  shortNames: ['po'],
  categories: ['all'],
  definition: 'io.k8s.api.core.v1.Pod',
  strategy: podStrategy,
  status: podStatusStrategy,
  subresources: { ephemeralcontainers: podEphemeralContainers, resize: podResize },
  projected: { binding: podBinding, eviction: podEviction },
  columns: podColumns,
  rowConditions: podRowConditions,
  selectableFields: {
    'spec.nodeName': (pod) => pod.spec?.nodeName ?? '',
    'spec.restartPolicy': (pod) => pod.spec?.restartPolicy ?? '',
    'spec.schedulerName': (pod) => pod.spec?.schedulerName ?? '',
    'spec.serviceAccountName': (pod) => pod.spec?.serviceAccountName ?? '',
    'spec.hostNetwork': (pod) => String(pod.spec?.hostNetwork ?? false),
    // Legacy name of spec.nodeName.
    'spec.host': (pod) => pod.spec?.nodeName ?? '',
    'status.phase': (pod) => pod.status?.phase ?? '',
    'status.podIP': (pod) => pod.status?.podIPs?.[0]?.ip ?? pod.status?.podIP ?? '',
    // Selectable but always empty: `ToSelectableFields` has only the first address.
    'status.podIPs': () => '',
    'status.nominatedNodeName': (pod) => pod.status?.nominatedNodeName ?? '',
  },
  event: podEvent,
};
