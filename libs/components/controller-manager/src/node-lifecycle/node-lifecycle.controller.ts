import type { Controller } from '@klockwork/controller-runtime';
import type { Informer, InformerFactory, Notice } from '@klockwork/informers';
import type { Clock } from '@klockwork/kernel';
import { type Lease, type Node, nodeCondition, nodeReady, type Pod, podReady, resources } from '@klockwork/resources';
import { BY_NODE, podInformer } from '../informer-indexes.ts';
import { keyOf } from '../ownership/name-of.ts';
import { NODE_PERIODS, type NodePeriods } from './node-view.ts';
import { reconcileNode, recordNodeEvent } from './reconcile-node.ts';

const LEASE_NAMESPACE = 'kube-node-lease';

/** Detects unresponsive nodes, taints them and marks their pods unready. Models pkg/controller/nodelifecycle. */
export function nodeLifecycleController(informers: InformerFactory, clock: Clock, periods: NodePeriods = NODE_PERIODS): Controller {
  const nodes = informers.informer<Node>(resources.nodes);
  const leases = informers.informer<Lease>(resources.leases);
  const pods = podInformer(informers);
  const watchingSince = clock.now();
  /** Nodes with a recorded registration. */
  const byName = new Map<string, Node>();
  const unready = new SeenUnready();
  return {
    name: 'node-controller',
    keysOf: 'nodes',
    sources: [
      { informer: nodes, keys: (notice: Notice<Node>) => keysOfNode(notice, nodes) },
      { informer: leases, keys: ({ object }: Notice<Lease>) => keysOfLease(object) },
      {
        informer: pods,
        keys(notice: Notice<Pod>) {
          unready.notice(notice, nodes);
          return keysOfPod(notice.object, nodes);
        },
      },
    ],
    reconcile(key, now) {
      const node = nodes.get('', key);
      const before = byName.get(key);
      if (node === undefined) {
        byName.delete(key);
        return { stages: before === undefined ? [] : [[recordNodeEvent(before, 'RemovingNode', `Removing Node ${key} from Controller`)]] };
      }
      byName.set(key, node);
      if (nodeReady(node)) unready.forget(pods.byIndex(BY_NODE, key));
      const view = {
        node,
        lease: leases.get(LEASE_NAMESPACE, key),
        pods: pods.byIndex(BY_NODE, key).filter((pod) => !unready.has(pod)),
        watchingSince,
        isNew: before === undefined,
        fullDisruption: !nodes.list().some(nodeReady),
      };
      return reconcileNode(view, periods, now);
    },
  };
}

/** The node itself; all nodes when its readiness changes, as that may begin or end a full disruption. */
function keysOfNode({ object, previous, change }: Notice<Node>, nodes: Informer<Node>): string[] {
  const status = (node: Node | undefined) => (node === undefined ? undefined : nodeCondition(node, 'Ready')?.status);
  const turned = change === 'deleted' || status(object) !== status(previous);
  return turned ? [...new Set([keyOf(object), ...nodes.list().map(keyOf)])] : [keyOf(object)];
}

function keysOfLease(lease: Lease): string[] {
  return lease.metadata?.namespace === LEASE_NAMESPACE ? [lease.metadata.name ?? ''] : [];
}

/** Only a ready pod on an unready node. */
function keysOfPod(pod: Pod, nodes: Informer<Node>): string[] {
  const name = pod.spec?.nodeName;
  const node = name === undefined ? undefined : nodes.get('', name);
  return node !== undefined && podReady(pod) && !nodeReady(node) ? [keyOf(node)] : [];
}

/**
 * Pods marked unready during an outage of their node, once each: without this, a returning kubelet that reports its pod ready before its
 * node would be overwritten forever.
 */
class SeenUnready {
  readonly #uids = new Set<string>();

  notice({ object, change }: Notice<Pod>, nodes: Informer<Node>): void {
    const node = nodes.get('', object.spec?.nodeName ?? '');
    if (change === 'deleted') this.#uids.delete(object.metadata?.uid ?? '');
    else if (node !== undefined && !nodeReady(node) && !podReady(object)) this.#uids.add(object.metadata?.uid ?? '');
  }

  has(pod: Pod): boolean {
    return this.#uids.has(pod.metadata?.uid ?? '');
  }

  forget(pods: readonly Pod[]): void {
    for (const pod of pods) this.#uids.delete(pod.metadata?.uid ?? '');
  }
}
