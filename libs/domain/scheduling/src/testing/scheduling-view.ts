import type { SchedulingView } from '../scheduling-view.ts';

/** Returns a cluster with only the given objects: without storage and budgets, and with namespaces without labels. */
export function aSchedulingView(given: Partial<SchedulingView> = {}): SchedulingView {
  return {
    ...{ namespaceLabels: () => ({}), budgets: () => [], services: () => [], workload: () => undefined },
    ...{ claim: () => undefined, volume: () => undefined, volumes: () => [], storageClass: () => undefined },
    ...{ csiNode: () => undefined, csiDriver: () => undefined, storageCapacities: () => [], volumeAttachments: () => [] },
    ...given,
  };
}
