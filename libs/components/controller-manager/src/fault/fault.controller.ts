import { labelSelector } from '@klockwork/api-machinery';
import { type Controller, NOTHING } from '@klockwork/controller-runtime';
import type { InformerFactory, Notice } from '@klockwork/informers';
import { type Fault, type FaultNodes, faultNodes, matchesAny, type Node, resources } from '@klockwork/resources';
import { reconcileFault } from './reconcile-fault.ts';

/** Leads Faults from their creation to their recovery. A controller of this project. */
export function faultController(informers: InformerFactory): Controller {
  const faults = informers.informer<Fault>(resources.faults);
  const nodes = informers.informer<Node>(resources.nodes);
  return {
    name: 'fault-controller',
    keysOf: 'faults',
    sources: [{ informer: faults, keys: ({ object }: Notice<Fault>) => [object.metadata?.name ?? ''] }],
    reconcile(key, now) {
      const fault = faults.get('', key);
      if (fault === undefined) return NOTHING;
      const target = faultNodes(fault);
      return reconcileFault({ fault, nodes: target && selectedNodes(target, nodes.list()) }, now);
    },
  };
}

/** Returns the names of the nodes with both a selected name and the selected labels. */
export function selectedNodes({ nodes, nodeSelector }: FaultNodes, all: readonly Node[]): string[] {
  const selector = labelSelector.fromLabels(nodeSelector ?? {});
  return all
    .filter(({ metadata }) => matchesAny(nodes, metadata?.name ?? '') && selector.matches(metadata?.labels ?? {}))
    .map(({ metadata }) => metadata?.name ?? '');
}
