import { type Controller, type Key, NOTHING, type Plan } from '@klockwork/controller-runtime';
import type { Informer, Notice } from '@klockwork/informers';
import { type LabTime, nextWhole, type Random } from '@klockwork/kernel';
import { schedulePod } from '@klockwork/scheduling';
import type { Node, Pod } from 'kubernetes-types/core/v1';
import { ClusterRoom, isFinished } from './cluster-room.ts';
import { nodeChangeMayHelp } from './node-change.ts';
import { bindPlan, unschedulablePlan } from './scheduling-plans.ts';
import { WaitingPods } from './waiting-pods.ts';

/** Whom a pod must name in schedulerName to be scheduled here. Models `v1.DefaultSchedulerName`. */
export const SCHEDULER_NAME = 'default-scheduler';

/** A pod that fitted nowhere for longer than this is looked at again. Models `DefaultPodMaxInUnschedulablePodsDuration` … */
const UNSCHEDULABLE_MS_MAX = 300_000;
/** … for which upstream's `flushUnschedulablePodsLeftover` looks so often. */
const FLUSH_PERIOD_MS = 30_000;
const FLUSH_TIMER = { name: 'unschedulable-pods-flush', upkeep: true } as const;
/** Bindings under way at once. */
const WORKERS = 64;

/**
 * Gives each pending pod a node. Unlike other controllers it remembers what it has just decided: a pod counts on its
 * node from the moment of the decision, so that the next pod sees the room that is left.
 */
export class PodSchedulingController implements Controller {
  readonly name = SCHEDULER_NAME;
  readonly keysOf = 'pods';
  readonly workers = WORKERS;
  readonly sources;
  readonly #pods: Informer<Pod>;
  readonly #random: Random;
  readonly #room = new ClusterRoom();
  readonly #waiting = new WaitingPods();

  constructor(pods: Informer<Pod>, nodes: Informer<Node>, random: Random) {
    this.#pods = pods;
    this.#random = random;
    this.sources = [
      { informer: nodes, keys: (notice: Notice<Node>) => this.#nodeChanged(notice) },
      { informer: pods, keys: (notice: Notice<Pod>) => this.#podChanged(notice) },
    ];
  }

  reconcile(key: Key, now: LabTime): Plan {
    const [namespace = '', name = ''] = key.split('/');
    const pod = this.#pods.get(namespace, name);
    if (pod === undefined || !isPending(pod)) {
      this.#waiting.forget(key);
      return NOTHING;
    }
    return this.#schedule(key, pod, now);
  }

  #schedule(key: Key, pod: Pod, now: LabTime): Plan {
    const placement = schedulePod(pod, this.#room.nodes(), this.#random);
    if ('node' in placement) {
      this.#waiting.forget(key);
      this.#room.setPod(pod, placement.node);
      return bindPlan(pod, placement.node, () => void this.#room.removePod(pod));
    }
    this.#waiting.refused(key, now);
    return {
      stages: [unschedulablePlan(pod, placement.refused, now)],
      wakeAt: { at: nextWhole(FLUSH_PERIOD_MS, now + UNSCHEDULABLE_MS_MAX), timer: FLUSH_TIMER },
    };
  }

  #nodeChanged({ change, object, previous }: Notice<Node>): readonly Key[] {
    if (change === 'deleted') {
      this.#room.removeNode(object.metadata?.name ?? '');
      return [];
    }
    this.#room.setNode(object);
    return nodeChangeMayHelp(object, previous) ? this.#waiting.keys() : [];
  }

  #podChanged({ change, object, previous }: Notice<Pod>): readonly Key[] {
    const node = object.spec?.nodeName;
    if (change === 'deleted') {
      this.#waiting.forget(keyOf(object));
      return this.#room.removePod(object) ? this.#waiting.keys() : [];
    }
    if (!node) return isPending(object) && podChangeMayHelp(object, previous) ? [keyOf(object)] : [];
    const tookRoom = previous === undefined || !isFinished(previous);
    this.#room.setPod(object, node);
    return isFinished(object) && tookRoom ? this.#waiting.keys() : [];
  }
}

function isPending(pod: Pod): boolean {
  const { nodeName, schedulerName, schedulingGates } = pod.spec ?? {};
  if (nodeName || pod.metadata?.deletionTimestamp !== undefined || isFinished(pod)) return false;
  return (schedulerName ?? SCHEDULER_NAME) === SCHEDULER_NAME && (schedulingGates ?? []).length === 0;
}

// Our own report of why the pod waits is no reason to try again.
function podChangeMayHelp(pod: Pod, previous: Pod | undefined): boolean {
  return (
    previous === undefined ||
    JSON.stringify(pod.spec) !== JSON.stringify(previous.spec) ||
    JSON.stringify(pod.metadata?.labels) !== JSON.stringify(previous.metadata?.labels)
  );
}

function keyOf(pod: Pod): Key {
  return `${pod.metadata?.namespace}/${pod.metadata?.name}`;
}
