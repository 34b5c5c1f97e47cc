import { type Controller, NOTHING } from '@klockwork/controller-runtime';
import type { InformerFactory, Notice } from '@klockwork/informers';
import type { Clock, LabTime } from '@klockwork/kernel';
import { type Node, type Pod, resources } from '@klockwork/resources';
import { BY_NODE, podInformer } from '../informer-indexes.ts';
import { keyOf, splitKey } from '../ownership/name-of.ts';
import { isOutOfService, reconcilePodGc } from './reconcile-pod-gc.ts';
import { TerminatedPods } from './terminated-pods.ts';

/** kube-controller-manager's --terminated-pod-gc-threshold. */
export const TERMINATED_POD_THRESHOLD = 12_500;

/** Collects pods whose node is gone, and ended pods beyond `threshold`. Models pkg/controller/podgc, which looks every 20 s. */
export function podGcController(informers: InformerFactory, clock: Clock, threshold: number): Controller {
  const nodes = informers.informer<Node>(resources.nodes);
  const pods = podInformer(informers);
  /** When each missing node was first missed. */
  const missing = new Map<string, LabTime>();
  const terminatedPods = new TerminatedPods(threshold);
  const onNode = (name: string) => pods.byIndex(BY_NODE, name).map(keyOf);
  return {
    name: 'pod-garbage-collector',
    keysOf: 'pods',
    sources: [
      {
        informer: nodes,
        keys({ object, previous, change, event }: Notice<Node>) {
          const name = keyOf(object);
          if (change === 'updated' && isOutOfService(object) === (previous !== undefined && isOutOfService(previous))) return [];
          if (change === 'deleted') missing.set(name, event?.at ?? clock.now());
          else missing.delete(name);
          return onNode(name);
        },
      },
      {
        informer: pods,
        keys({ object, change }: Notice<Pod>) {
          if (change === 'deleted') terminatedPods.delete(object);
          else terminatedPods.set(object);
          return [...new Set([keyOf(object), ...terminatedPods.surplus()])];
        },
      },
    ],
    reconcile(key, now) {
      const pod = pods.get(...splitKey(key));
      if (pod === undefined) return NOTHING;
      const name = pod.spec?.nodeName ?? '';
      const node = nodes.get('', name);
      if (name !== '' && node === undefined && !missing.has(name)) missing.set(name, now);
      return reconcilePodGc({ pod, node, missingSince: missing.get(name) ?? now, surplus: terminatedPods.surplus().has(key) }, now);
    },
  };
}
