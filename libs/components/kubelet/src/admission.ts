import type { Cause } from '@klockwork/event-store';
import { type Clock, type Logger, logFailure } from '@klockwork/kernel';
import type { Node, Pod, PodStatus } from '@klockwork/kubernetes-types';
import { admitPod, judgeResize, type Preemption, type Rejection, type ResizeRejection } from '@klockwork/node-lifecycle';
import { isTerminalPhase, type PodEnding, rememberAllocation, timeText, withAllocation } from '@klockwork/pod-lifecycle';
import type { ActivePods } from './active-pods.ts';
import type { HealthView } from './node-health.ts';
import type { PodReporter } from './pod-reporter.ts';
import type { PodStarts } from './pod-starts/pod-starts.ts';

export interface AdmissionParts {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly starts: Pick<PodStarts, 'refusal'>;
  readonly health: HealthView;
  readonly host: AdmissionHost;
}

/** Node of admitted pods. */
export interface AdmissionHost extends ActivePods, PodReporter {
  /** Starts a worker for an admitted pod. */
  admit(pod: Pod, cause: Cause): void;
}

interface Arrival {
  readonly pod: Pod;
  readonly cause: Cause;
}

/** Retry delay in ms after a failed judgement. Models `backOffPeriod` of pkg/kubelet/kubelet.go. */
const RETRY_MS = 10_000;

/** Ending of a preempted pod. Models `evictPodsToFreeRequests` of `pkg/kubelet/preemption/preemption.go`. */
const PREEMPTED: PodEnding = {
  reason: 'Preempting',
  message: 'Preempted in order to admit critical pod',
  condition: {
    type: 'DisruptionTarget',
    status: 'True',
    reason: 'TerminationByKubelet',
    message: 'Pod was preempted by Kubelet to accommodate a critical pod.',
  },
};

/**
 * Admits or rejects pods bound to this node. A rejected pod is Failed and gets no worker. Models `HandlePodAdditions` and `rejectPod` of
 * `pkg/kubelet/kubelet.go`.
 */
export class Admission {
  readonly #parts: AdmissionParts;
  /** Pods awaiting a judgement: until the turn ends, and until the Node is known. */
  #arrivals = new Map<string, Arrival>();
  /** Statuses of rejected pods by UID, until they leave the API. */
  readonly #rejected = new Map<string, PodStatus>();
  #node: Node | undefined;
  #turnDue = false;
  /** Critical pod that waits for the end of others; no other pod is judged meanwhile. */
  #waiting: { readonly arrival: Arrival; readonly victims: ReadonlySet<string> } | undefined;

  constructor(parts: AdmissionParts) {
    this.#parts = parts;
  }

  /** Handles a new or changed pod without a worker. */
  arrived(pod: Pod, cause: Cause): void {
    this.#arrivals.set(uidOf(pod), { pod, cause });
    if (uidOf(pod) === this.#waitingUid) this.#waiting = undefined;
    this.#lookSoon();
  }

  /** Handles the end of a pod, possibly the last one that a critical pod waits for. */
  roomChanged(): void {
    const { arrival, victims } = this.#waiting ?? {};
    if (arrival === undefined || this.#parts.host.activePods().some((other) => victims?.has(uidOf(other)))) return;
    this.#waiting = undefined;
    this.#arrivals = new Map([[uidOf(arrival.pod), arrival], ...this.#arrivals]);
    this.#lookSoon();
  }

  /** Returns why an admitted pod's resize is refused; undefined if granted. */
  judgeResize(pod: Pod): ResizeRejection | undefined {
    const others = this.#parts.host.activePods().filter((other) => uidOf(other) !== uidOf(pod));
    return judgeResize({ pod, node: this.#node as Node, others });
  }

  /** Handles a pod that left the API. */
  left(pod: Pod): void {
    this.#arrivals.delete(uidOf(pod));
    this.#rejected.delete(uidOf(pod));
    if (uidOf(pod) !== this.#waitingUid) return;
    this.#waiting = undefined;
    this.#lookSoon();
  }

  /** Handles the registered Node with its labels and taints. */
  nodeKnown(node: Node): void {
    this.#node = node;
    this.#lookSoon();
  }

  /** Handles a new version of the Node. */
  nodeChanged(node: Node): void {
    if (this.#node !== undefined) this.#node = node;
  }

  /** Judges all pods of one instant together, oldest first. */
  #lookSoon(): void {
    if (this.#turnDue || this.#waiting !== undefined || this.#node === undefined || this.#arrivals.size === 0) return;
    this.#turnDue = true;
    void Promise.resolve().then(() => {
      this.#turnDue = false;
      const arrivals = [...this.#arrivals.values()].sort((a, b) => createdAt(a.pod) - createdAt(b.pod));
      this.#arrivals = new Map();
      for (const arrival of arrivals) {
        if (this.#waiting === undefined) this.#lookAlone(arrival);
        else this.#arrivals.set(uidOf(arrival.pod), arrival);
      }
    });
  }

  /** A pod whose judgement fails is retried later. */
  #lookAlone(arrival: Arrival): void {
    const { clock, logger } = this.#parts;
    try {
      this.#look(arrival);
    } catch (error) {
      const { namespace, name } = arrival.pod.metadata ?? {};
      logFailure(logger, { pod: `${namespace}/${name}` }, error);
      clock.after(RETRY_MS, { name: 'pod-sync-back-off' }, () => {
        if (!this.#arrivals.has(uidOf(arrival.pod))) this.arrived(arrival.pod, arrival.cause);
      });
    }
  }

  #look({ pod, cause }: Arrival): void {
    const refusedStatus = this.#rejected.get(uidOf(pod)) ?? rejectedBefore(pod);
    const verdict = refusedStatus === undefined ? this.#judge(pod) : undefined;
    if (refusedStatus !== undefined) this.#reportRejected(pod, refusedStatus, cause);
    else if (verdict === undefined) this.#parts.host.admit(pod, cause);
    else if ('preempt' in verdict) this.#preempt(verdict, { pod, cause });
    else this.#reject(pod, verdict, cause);
  }

  #preempt({ preempt }: Preemption, arrival: Arrival): void {
    this.#waiting = { arrival, victims: new Set(preempt.map(uidOf)) };
    for (const victim of preempt) this.#parts.host.evict(victim, PREEMPTED, arrival.cause);
  }

  get #waitingUid(): string | undefined {
    return this.#waiting && uidOf(this.#waiting.arrival.pod);
  }

  /** Finished and deleted pods are admitted, so that a worker ends them. */
  #judge(pod: Pod): Rejection | Preemption | undefined {
    const isEnding = pod.metadata?.deletionTimestamp !== undefined || isTerminalPhase(pod.status?.phase);
    if (isEnding) return undefined;
    const startRefusal = this.#parts.starts.refusal(uidOf(pod));
    if (startRefusal !== undefined) return startRefusal;
    const { host, health } = this.#parts;
    // A pending resize is judged after the admission.
    const grantedPod = withAllocation(pod, rememberAllocation(pod));
    const { pressure, isShuttingDown: shuttingDown } = health;
    return admitPod({ pod: grantedPod, node: this.#node as Node, others: host.activePods(), pressure, shuttingDown });
  }

  #reject(pod: Pod, { reason, message }: Rejection, cause: Cause): void {
    const { generation } = pod.metadata ?? {};
    const { qosClass } = pod.status ?? {};
    const status: PodStatus = {
      ...(generation === undefined ? {} : { observedGeneration: generation }),
      phase: 'Failed',
      reason,
      message: `Pod was rejected: ${message}`,
      startTime: pod.status?.startTime ?? timeText(this.#parts.clock.now()),
      ...(qosClass === undefined ? {} : { qosClass }),
    };
    this.#parts.host.record(pod, { type: 'record', eventType: 'Warning', reason, message }, cause);
    this.#reportRejected(pod, status, cause);
  }

  #reportRejected(pod: Pod, status: PodStatus, cause: Cause): void {
    this.#rejected.set(uidOf(pod), status);
    this.#parts.host.report(pod, status, cause);
    if (pod.metadata?.deletionTimestamp !== undefined) this.#parts.host.close(pod, cause);
  }
}

/** Returns the status of a pod rejected by an earlier run of this node: such a pod has no containers. */
function rejectedBefore(pod: Pod): PodStatus | undefined {
  const { status } = pod;
  return status?.phase === 'Failed' && status.containerStatuses === undefined ? status : undefined;
}

function createdAt(pod: Pod): number {
  return Date.parse(pod.metadata?.creationTimestamp ?? '1970-01-01T00:00:00Z');
}

function uidOf(pod: Pod): string {
  return pod.metadata?.uid ?? '';
}
