import type { ClusterApi } from '@klockwork/cluster-api';
import { type ComponentContext, EventRecorder, type EventRecorderOptions } from '@klockwork/controller-runtime';
import type { Cause } from '@klockwork/event-store';
import type { Pod } from '@klockwork/kubernetes-types';
import { isStaticPod } from '@klockwork/node-lifecycle';
import type { RecordAction } from '@klockwork/pod-lifecycle';
import { resources } from '@klockwork/resources';
import { rootedCause } from './static-pods/rooted-cause.ts';

const STARTED: Cause = { trigger: 'boot', name: 'kubelet' };

/** Dependencies of {@link NodeEvents}. */
type NodeEventsParts = Pick<ComponentContext, 'logger' | 'random'> & Pick<EventRecorderOptions, 'clock'>;

/** Recorder of a node's Events, about itself and its pods. */
export class NodeEvents {
  readonly #node: string;
  readonly #recorder: EventRecorder;

  constructor({ clock, logger, random }: NodeEventsParts, api: ClusterApi, node: string) {
    this.#node = node;
    const own = random.fork(`events/${node}`);
    this.#recorder = new EventRecorder({ api, clock, random: own, logger, component: 'kubelet', host: node });
  }

  // Upstream uses a node's name in place of the uid.
  ofNode(eventType: 'Normal' | 'Warning', reason: string, message: string, cause = STARTED): void {
    const object = { metadata: { name: this.#node, uid: this.#node } };
    this.#recorder.record({ about: { resource: resources.nodes, object }, eventType, reason, message }, cause);
  }

  /** Records a new state of the node: `NodeReady`, `NodeHasDiskPressure` … */
  nodeIsNow(reason: string, cause = STARTED): void {
    this.ofNode('Normal', reason, `Node ${this.#node} status is now: ${reason}`, cause);
  }

  ofPod(pod: Pod, { eventType, reason, message, container }: RecordAction, cause: Cause): void {
    const fieldPath = container === undefined ? {} : { fieldPath: fieldPathOf(pod, container) };
    this.#recorder.record(
      { about: { resource: resources.pods, object: pod, ...fieldPath }, eventType, reason, message },
      isStaticPod(pod) ? rootedCause(cause) : cause,
    );
  }

  /** Records the kubelet's start, and a reboot if `bootIdBefore` is neither '' nor `bootId`. */
  started(bootId: string, bootIdBefore: string): void {
    this.ofNode('Normal', 'Starting', 'Starting kubelet.');
    for (const reason of ['NodeHasSufficientMemory', 'NodeHasNoDiskPressure', 'NodeHasSufficientPID']) this.nodeIsNow(reason);
    if (bootIdBefore !== '' && bootIdBefore !== bootId)
      this.ofNode('Warning', 'Rebooted', `Node ${this.#node} has been rebooted, boot id: ${bootId}`);
    this.ofNode('Normal', 'NodeAllocatableEnforced', 'Updated Node Allocatable limit across pods');
    this.nodeIsNow('NodeReady');
  }
}

function fieldPathOf(pod: Pod, container: string): string {
  const lists = ['initContainers', 'ephemeralContainers'] as const;
  const list = lists.find((name) => pod.spec?.[name]?.some((one) => one.name === container));
  return `spec.${list ?? 'containers'}{${container}}`;
}
