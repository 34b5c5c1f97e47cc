import { formatTime, parseTime } from '@klockwork/api-machinery';
import { type Controller, NOTHING } from '@klockwork/controller-runtime';
import type { InformerFactory, Notice } from '@klockwork/informers';
import type { LabTime } from '@klockwork/kernel';
import { type Node, type Pod, resources, type Taint } from '@klockwork/resources';
import { BY_NODE, podInformer } from '../informer-indexes.ts';
import { keyOf, splitKey } from '../ownership/name-of.ts';
import { reconcileTaintEviction } from './reconcile-taint-eviction.ts';
import type { Threat } from './tolerated.ts';

/** Evicts pods from nodes with NoExecute taints. Models pkg/controller/tainteviction. */
export function taintEvictionController(informers: InformerFactory): Controller {
  const nodes = informers.informer<Node>(resources.nodes);
  const pods = podInformer(informers);
  const instants = new TaintInstants();
  const planned = new Set<string>();
  return {
    name: 'taint-eviction-controller',
    keysOf: 'pods',
    workers: 8,
    sources: [
      {
        informer: nodes,
        keys(notice: Notice<Node>) {
          instants.remember(notice);
          return sameTaints(notice) ? [] : pods.byIndex(BY_NODE, keyOf(notice.object)).map(keyOf);
        },
      },
      { informer: pods, keys: ({ object }: Notice<Pod>) => [keyOf(object)] },
    ],
    reconcile(key, now) {
      const pod = pods.get(...splitKey(key));
      if (pod?.spec?.nodeName === undefined) {
        planned.delete(key);
        return NOTHING;
      }
      const plan = reconcileTaintEviction(
        { pod, threats: threatsTo(pod, nodes.get('', pod.spec.nodeName), instants), isPlanned: planned.has(key) },
        now,
      );
      if (plan.wakeAt === undefined) planned.delete(key);
      else planned.add(key);
      return plan;
    },
  };
}

/** A taint counts from when it was put on the node, for a pod that came later from then on. */
function threatsTo(pod: Pod, node: Node | undefined, instants: TaintInstants): Threat[] {
  if (node === undefined) return [];
  const created = parseTime(pod.metadata?.creationTimestamp ?? '') ?? 0;
  return noExecute(node).map((taint) => ({ taint, since: Math.max(created, instants.of(node, taint)) }));
}

function noExecute(node: Node | undefined): readonly Taint[] {
  return (node?.spec?.taints ?? []).filter(({ effect }) => effect === 'NoExecute');
}

function sameTaints({ object, previous, change }: Notice<Node>): boolean {
  const text = (node: Node | undefined) => JSON.stringify(noExecute(node));
  return change !== 'deleted' && text(object) === text(previous);
}

/** `timeAdded` has whole seconds; the event that added a taint knows the instant, while this process has seen it. */
class TaintInstants {
  readonly #byTaint = new Map<string, LabTime>();

  remember({ object, event, change }: Notice<Node>): void {
    for (const taint of noExecute(object)) {
      if (change === 'deleted') this.#byTaint.delete(idOf(object, taint));
      else if (event !== undefined && taint.timeAdded === formatTime(event.at) && !this.#byTaint.has(idOf(object, taint)))
        this.#byTaint.set(idOf(object, taint), event.at);
    }
  }

  of(node: Node, taint: Taint): LabTime {
    const added = taint.timeAdded === undefined ? 0 : (parseTime(taint.timeAdded) ?? 0);
    return this.#byTaint.get(idOf(node, taint)) ?? added;
  }
}

function idOf(node: Node, { key, timeAdded }: Taint): string {
  return `${node.metadata?.uid}/${key}/${timeAdded}`;
}
