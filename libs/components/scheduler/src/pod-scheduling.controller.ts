import { type Controller, type Key, NOTHING, type Plan } from '@klockwork/controller-runtime';
import type { Informer, Notice } from '@klockwork/informers';
import { type LabTime, nextWhole, type Random } from '@klockwork/kernel';
import type { Node, Pod } from '@klockwork/kubernetes-types';
import {
  claimNames,
  DEFAULT_CONFIGURATION,
  DEFAULT_SCHEDULER_NAME,
  type PlacementFailure,
  podMayHelp,
  podPriority,
  type SchedulerConfiguration,
  type SchedulingProfile,
  schedulePod,
} from '@klockwork/scheduling';
import type { ClusterObjects } from './cluster-objects.ts';
import { ClusterRoom, isFinished } from './cluster-room.ts';
import { awaitsStatus, type HeldPod, heldUntil, volumesOf } from './held-pods.ts';
import { nodeChangeMayHelp } from './node-change.ts';
import { Nominations } from './nominations.ts';
import { denominations, preemptionStages } from './preemption-plan.ts';
import { bindPlan, type Choice, type SchedulingFailure, unschedulablePlan } from './scheduling-plans.ts';
import { volumesPlan } from './volumes-plan.ts';
import { WaitingPods } from './waiting-pods.ts';

/** Finds pods by the claims they name, `namespace/name`. */
export const BY_CLAIM = 'claim';

/** A pod that fitted nowhere for longer than this is looked at again. Models `DefaultPodMaxInUnschedulablePodsDuration` … */
const UNSCHEDULABLE_MS_MAX = 300_000;
/** … for which upstream's `flushUnschedulablePodsLeftover` looks so often. */
const FLUSH_PERIOD_MS = 30_000;
const FLUSH_TIMER = { name: 'unschedulable-pods-flush', upkeep: true } as const;
const BINDING_TIMER = { name: 'volume-binding-timeout' } as const;
const VOLUMES_ARE_LATE = 'running PreBind plugin "VolumeBinding": binding volumes: context deadline exceeded';
/** Bindings under way at once. */
const WORKERS = 64;

/** Pod without a node, with the profile of its scheduler name. */
interface PendingPod {
  readonly key: Key;
  readonly pod: Pod;
  readonly profile: SchedulingProfile;
}

/** Caches of a scheduler. `pods` are indexed {@link BY_CLAIM}. */
export interface SchedulingInformers {
  readonly pods: Informer<Pod>;
  readonly nodes: Informer<Node>;
  readonly objects: ClusterObjects;
}

/**
 * Gives each pending pod a node. Unlike other controllers it remembers what it has just decided: a pod counts on its
 * node from the moment of the decision, so that the next pod sees the room that is left.
 */
export class PodSchedulingController implements Controller {
  readonly name = DEFAULT_SCHEDULER_NAME;
  readonly keysOf = 'pods';
  readonly workers = WORKERS;
  readonly sources;
  readonly #pods: Informer<Pod>;
  readonly #random: Random;
  readonly #room = new ClusterRoom();
  readonly #waiting: WaitingPods;
  readonly #profiles: SchedulerConfiguration['profiles'];
  readonly #nominations = new Nominations();
  readonly #objects: ClusterObjects;
  /** First node of the next search. Models `nextStartNodeIndex`. */
  #start = 0;
  /** Pods that have a node and wait for their volumes there. */
  readonly #held = new Map<Key, HeldPod>();

  constructor({ pods, nodes, objects }: SchedulingInformers, random: Random, configuration = DEFAULT_CONFIGURATION) {
    this.#pods = pods;
    this.#profiles = configuration.profiles;
    this.#waiting = new WaitingPods(configuration);
    this.#objects = objects;
    this.#random = random;
    this.sources = [
      { informer: nodes, keys: (notice: Notice<Node>) => this.#nodeChanged(notice) },
      { informer: pods, keys: (notice: Notice<Pod>) => this.#podChanged(notice) },
      { informer: objects.claims, keys: ({ object }: Notice) => this.#usersOf(keyOf(object)) },
      ...objects.storageSources((isHelpful) => (notice) => (isHelpful(notice) ? this.#waitingForStorage() : [])),
    ];
  }

  /** Models `plugins/queuesort`. */
  rankOf(key: Key): number {
    const pod = this.#podOf(key);
    return pod === undefined ? 0 : podPriority(pod);
  }

  #podOf(key: Key): Pod | undefined {
    const [namespace = '', name = ''] = key.split('/');
    return this.#pods.get(namespace, name);
  }

  reconcile(key: Key, now: LabTime): Plan {
    const pod = this.#podOf(key);
    const profile = pod && this.#profileOf(pod);
    if (pod === undefined || profile === undefined || !isPending(pod)) {
      this.#waiting.forget(key);
      if (pod !== undefined) this.#nominations.forget(pod);
      if (this.#held.delete(key) && pod !== undefined && !pod.spec?.nodeName) this.#room.removePod(pod);
      return NOTHING;
    }
    const heldPod = this.#held.get(key);
    return heldPod === undefined ? this.#schedule({ key, pod, profile }, now) : this.#bindOnceReady({ key, pod, profile }, heldPod, now);
  }

  #profileOf({ spec }: Pod): SchedulingProfile | undefined {
    return this.#profiles.get(spec?.schedulerName ?? DEFAULT_SCHEDULER_NAME);
  }

  /** Returns whether the pod waits for this scheduler. */
  #isOurs(pod: Pod): boolean {
    return isPending(pod) && this.#profileOf(pod) !== undefined;
  }

  #schedule({ key, pod, profile }: PendingPod, now: LabTime): Plan {
    const nodes = this.#nominations.nodesFor(pod, this.#room.nodes());
    const placement = schedulePod(pod, nodes, { random: this.#random, view: this.#objects, start: this.#start, profile });
    if ('refused' in placement) return this.#unplaced(key, pod, placement, now);
    const { node, decision, volumes, next } = placement;
    this.#start = next ?? this.#start;
    this.#waiting.forget(key);
    this.#nominations.forget(pod);
    this.#room.setPod(pod, node);
    if (volumes === undefined && !awaitsStatus(pod, this.#objects)) return this.#bind(pod, placement);
    const reservation = { node, decision, since: now, timeoutSeconds: profile.args.volumeBinding.bindTimeoutSeconds };
    this.#held.set(key, reservation);
    const stages = volumes === undefined ? [] : [volumesPlan(volumes, node, () => this.#letGo(key, pod))];
    return { stages, wakeAt: { at: heldUntil(reservation), timer: BINDING_TIMER } };
  }

  #bindOnceReady(pending: PendingPod, heldPod: HeldPod, now: LabTime): Plan {
    const { key, pod } = pending;
    const state = volumesOf(pod, heldPod, this.#objects, now);
    if (state === 'coming') return { stages: [], wakeAt: { at: heldUntil(heldPod), timer: BINDING_TIMER } };
    if (state === 'bound') {
      this.#held.delete(key);
      return this.#bind(pod, heldPod);
    }
    this.#letGo(key, pod);
    return state === 'undone'
      ? this.#schedule(pending, now)
      : this.#refuse(key, pod, { message: VOLUMES_ARE_LATE, reason: 'SchedulerError' }, now);
  }

  #bind(pod: Pod, choice: Choice): Plan {
    return bindPlan(pod, choice, () => void this.#room.removePod(pod));
  }

  #letGo(key: Key, pod: Pod): void {
    this.#held.delete(key);
    this.#room.removePod(pod);
  }

  /** Victims of a preemption end first; the pod keeps the room that they leave. */
  #unplaced(key: Key, pod: Pod, { refused: message, victims, losesNomination }: PlacementFailure, now: LabTime): Plan {
    const reason = 'Unschedulable';
    if (victims === undefined) {
      if (losesNomination !== true) return this.#refuse(key, pod, { message, reason }, now);
      this.#nominations.forget(pod);
      return this.#refuse(key, pod, { message, reason, nominatedNodeName: null }, now);
    }
    const displacedPods = this.#nominations.below(pod, victims.node);
    for (const other of displacedPods) this.#nominations.forget(other);
    this.#nominations.nominate(pod, victims.node);
    const plan = this.#refuse(key, pod, { message, reason, nominatedNodeName: victims.node }, now);
    const stages = [...plan.stages, denominations(displacedPods), ...preemptionStages(pod, victims, now)];
    return { ...plan, stages: stages.filter((stage) => stage.length > 0) };
  }

  #refuse(key: Key, pod: Pod, failure: SchedulingFailure, now: LabTime): Plan {
    this.#waiting.refused(key, pod, now);
    const actions = unschedulablePlan(pod, failure, now);
    return { stages: [actions], wakeAt: { at: nextWhole(FLUSH_PERIOD_MS, now + UNSCHEDULABLE_MS_MAX), timer: FLUSH_TIMER } };
  }

  #usersOf(claim: Key): readonly Key[] {
    return this.#pods
      .byIndex(BY_CLAIM, claim)
      .filter((pod) => this.#isOurs(pod))
      .map(keyOf);
  }

  #waitingForStorage(): readonly Key[] {
    return this.#waitingPods((pod) => claimNames(pod).length > 0);
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
      this.#held.delete(keyOf(object));
      this.#nominations.forget(object);
      return this.#room.removePod(object) ? this.#waiting.keys() : [];
    }
    if (!node) this.#noteNomination(object, previous);
    if (!node) return this.#isOurs(object) && podChangeMayHelp(object, previous) ? [keyOf(object)] : [];
    const tookRoom = previous === undefined || !isFinished(previous);
    this.#room.setPod(object, node);
    return isFinished(object) && tookRoom ? this.#waiting.keys() : this.#helpedBy(object, previous);
  }

  /** A restarted scheduler knows nominations from the status of pods. A fresh nomination outlives updates that do not show it yet. */
  #noteNomination(pod: Pod, previous: Pod | undefined): void {
    const node = pod.status?.nominatedNodeName;
    if (node && this.#isOurs(pod)) this.#nominations.nominate(pod, node);
    else if (!this.#isOurs(pod) || previous?.status?.nominatedNodeName) this.#nominations.forget(pod);
  }

  #helpedBy(other: Pod, previous: Pod | undefined): readonly Key[] {
    if (previous?.spec?.nodeName && countsAs(other) === countsAs(previous)) return [];
    const namespaces = (name: string) => this.#objects.namespaceLabels(name);
    return this.#waitingPods((pod) => podMayHelp(pod, other, previous, namespaces));
  }

  #waitingPods(isWanted: (pod: Pod) => boolean): readonly Key[] {
    return this.#waiting.keys().filter((key) => {
      const pod = this.#podOf(key);
      return pod !== undefined && isWanted(pod);
    });
  }
}

function isPending(pod: Pod): boolean {
  const { nodeName, schedulingGates } = pod.spec ?? {};
  if (nodeName || pod.metadata?.deletionTimestamp !== undefined || isFinished(pod)) return false;
  return (schedulingGates ?? []).length === 0;
}

// Our own report of why the pod waits is no reason to try again.
function podChangeMayHelp(pod: Pod, previous: Pod | undefined): boolean {
  return (
    previous === undefined ||
    JSON.stringify(pod.spec) !== JSON.stringify(previous.spec) ||
    JSON.stringify(pod.metadata?.labels) !== JSON.stringify(previous.metadata?.labels)
  );
}

/** Returns the facts of a placed pod that pod affinity and topology spread read. Updates of its status leave them as they are. */
function countsAs({ metadata }: Pod): string {
  return JSON.stringify([metadata?.labels, metadata?.deletionTimestamp !== undefined]);
}

function keyOf({ metadata }: Pick<Pod, 'metadata'>): Key {
  return `${metadata?.namespace}/${metadata?.name}`;
}
