import { type Controller, NOTHING } from '@klockwork/controller-runtime';
import type { InformerFactory, Notice } from '@klockwork/informers';
import { type Node, type Pod, resources } from '@klockwork/resources';
import { BY_NODE, podInformer } from '../informer-indexes.ts';
import { keyOf, splitKey } from '../ownership/name-of.ts';
import { BoundInstants, noExecute, TaintInstants } from './instants.ts';
import { reconcileTaintEviction } from './reconcile-taint-eviction.ts';
import type { EvictingTaint } from './tolerated.ts';

/** Evicts pods from nodes with NoExecute taints. Models pkg/controller/tainteviction. */
export function taintEvictionController(informers: InformerFactory): Controller {
  const nodes = informers.informer<Node>(resources.nodes);
  const pods = podInformer(informers);
  const taintedInstants = new TaintInstants();
  const bound = new BoundInstants();
  const planned = new Set<string>();
  return {
    name: 'taint-eviction-controller',
    keysOf: 'pods',
    workers: 8,
    sources: [
      {
        informer: nodes,
        keys(notice: Notice<Node>) {
          taintedInstants.remember(notice);
          return sameTaints(notice) ? [] : pods.byIndex(BY_NODE, keyOf(notice.object)).map(keyOf);
        },
      },
      {
        informer: pods,
        keys(notice: Notice<Pod>) {
          bound.remember(notice);
          return [keyOf(notice.object)];
        },
      },
    ],
    reconcile(key, now) {
      const pod = pods.get(...splitKey(key));
      if (pod?.spec?.nodeName === undefined) {
        planned.delete(key);
        return NOTHING;
      }
      const node = nodes.get('', pod.spec.nodeName);
      // A taint counts from its addition; for a later bound pod, from the binding.
      const threats = noExecute(node).map((taint): EvictingTaint => {
        return { taint, since: Math.max(bound.of(pod), taintedInstants.of(node as Node, taint, now)) };
      });
      const plan = reconcileTaintEviction({ pod, threats, isPlanned: planned.has(key) }, now);
      if (plan.wakeAt === undefined) planned.delete(key);
      else planned.add(key);
      return plan;
    },
  };
}

function sameTaints({ object, previous, change }: Notice<Node>): boolean {
  const text = (node: Node | undefined) => JSON.stringify(noExecute(node));
  return change !== 'deleted' && text(object) === text(previous);
}
