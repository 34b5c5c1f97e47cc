import type { Cause } from '@klockwork/event-store';
import type { Clock } from '@klockwork/kernel';
import { admitPod, judgeResize, type Preemption, type Pressure, type Rejection, type ResizeRejection } from '@klockwork/node-lifecycle';
import { isTerminalPhase, type PodEnding, type RecordAction, rememberAllocation, timeText, withAllocation } from '@klockwork/pod-lifecycle';
import type { Node, Pod, PodStatus } from 'kubernetes-types/core/v1';

/** What admission works with. */
export interface AdmissionParts {
  /** Why a pod may not be started on this node again; undefined when it may. */
  startRefusal(pod: Pod): Rejection | undefined;
  /** The pods that were let in and take room. */
  others(): readonly Pod[];
  /** What the node runs short of. */
  pressure(): readonly Pressure[];
  shuttingDown(): boolean;
  /** The pod is let in: somebody has to look after it. */
  admitted(pod: Pod, cause: Cause): void;
  /** The pod has to go, and another is let in when it has. */
  preempt(pod: Pod, ending: PodEnding, cause: Cause): void;
  record(pod: Pod, event: RecordAction, cause: Cause): void;
  report(pod: Pod, status: PodStatus, cause: Cause): void;
  /** Takes a pod that never ran out of the API. */
  close(pod: Pod, cause: Cause): void;
  now(): number;
  readonly clock: Clock;
  /** A pod could not be looked at. */
  failed(pod: Pod, error: unknown): void;
}

interface Arrival {
  readonly pod: Pod;
  readonly cause: Cause;
}

/** A pod that could not be looked at is looked at again after this. Models `backOffPeriod` of pkg/kubelet/kubelet.go. */
const RETRY_MS = 10_000;

/** Why a pod goes for a critical one. Models `evictPodsToFreeRequests` of `pkg/kubelet/preemption/preemption.go`. */
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
 * The door of a node: whom it lets in of those that are bound to it. Who is refused has failed, and nobody looks after it.
 * Models `HandlePodAdditions` and `rejectPod` of `pkg/kubelet/kubelet.go`.
 */
export class Admission {
  readonly #parts: AdmissionParts;
  /** Who waits to be looked at: at the end of the turn, and until the Node is known. */
  #arrivals = new Map<string, Arrival>();
  /** What is said of those that were refused, by UID, as long as the API has them. */
  readonly #refused = new Map<string, PodStatus>();
  #node: Node | undefined;
  #turnDue = false;
  /** A critical pod for which others have to go: nobody else is looked at before they have. */
  #waiting: { readonly arrival: Arrival; readonly victims: ReadonlySet<string> } | undefined;

  constructor(parts: AdmissionParts) {
    this.#parts = parts;
  }

  /** A pod that nobody looks after is there, or changed. */
  arrived(pod: Pod, cause: Cause): void {
    this.#arrivals.set(uidOf(pod), { pod, cause });
    if (uidOf(pod) === this.#waitingUid) this.#waiting = undefined;
    this.#lookSoon();
  }

  /** A pod has ended: perhaps the last of those that a critical one waits for. */
  roomChanged(): void {
    const { arrival, victims } = this.#waiting ?? {};
    if (arrival === undefined || this.#parts.others().some((other) => victims?.has(uidOf(other)))) return;
    this.#waiting = undefined;
    this.#arrivals = new Map([[uidOf(arrival.pod), arrival], ...this.#arrivals]);
    this.#lookSoon();
  }

  /** Why a pod that was let in is not granted other resources; undefined when it is. */
  judgeResize(pod: Pod): ResizeRejection | undefined {
    const others = this.#parts.others().filter((other) => uidOf(other) !== uidOf(pod));
    return judgeResize({ pod, node: this.#node as Node, others });
  }

  /** The API no longer has the pod. */
  left(pod: Pod): void {
    this.#arrivals.delete(uidOf(pod));
    this.#refused.delete(uidOf(pod));
    if (uidOf(pod) !== this.#waitingUid) return;
    this.#waiting = undefined;
    this.#lookSoon();
  }

  /** The node is registered: its labels and taints are known. */
  nodeKnown(node: Node): void {
    this.#node = node;
    this.#lookSoon();
  }

  /** The API has a new version of the Node. */
  nodeChanged(node: Node): void {
    if (this.#node !== undefined) this.#node = node;
  }

  /** Who comes at the same instant is looked at together, the oldest first. */
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

  /** A pod that cannot be looked at comes again later. */
  #lookAlone(arrival: Arrival): void {
    const { clock, failed } = this.#parts;
    try {
      this.#look(arrival);
    } catch (error) {
      failed(arrival.pod, error);
      clock.after(RETRY_MS, { name: 'pod-sync-back-off' }, () => {
        if (!this.#arrivals.has(uidOf(arrival.pod))) this.arrived(arrival.pod, arrival.cause);
      });
    }
  }

  #look({ pod, cause }: Arrival): void {
    const refused = this.#refused.get(uidOf(pod)) ?? refusedBefore(pod);
    const verdict = refused === undefined ? this.#judge(pod) : undefined;
    if (refused !== undefined) this.#lookAfterRefused(pod, refused, cause);
    else if (verdict === undefined) this.#parts.admitted(pod, cause);
    else if ('preempt' in verdict) this.#preempt(verdict, { pod, cause });
    else this.#reject(pod, verdict, cause);
  }

  #preempt({ preempt }: Preemption, arrival: Arrival): void {
    this.#waiting = { arrival, victims: new Set(preempt.map(uidOf)) };
    for (const victim of preempt) this.#parts.preempt(victim, PREEMPTED, arrival.cause);
  }

  get #waitingUid(): string | undefined {
    return this.#waiting && uidOf(this.#waiting.arrival.pod);
  }

  /** What is over or is being deleted is let in to be ended. */
  #judge(pod: Pod): Rejection | Preemption | undefined {
    const isEnding = pod.metadata?.deletionTimestamp !== undefined || isTerminalPhase(pod.status?.phase);
    if (isEnding) return undefined;
    const startRefusal = this.#parts.startRefusal(pod);
    if (startRefusal !== undefined) return startRefusal;
    const { others, pressure, shuttingDown } = this.#parts;
    // A resize that it waits for is judged once it is let in.
    const granted = withAllocation(pod, rememberAllocation(pod));
    return admitPod({ pod: granted, node: this.#node as Node, others: others(), pressure: pressure(), shuttingDown: shuttingDown() });
  }

  #reject(pod: Pod, { reason, message }: Rejection, cause: Cause): void {
    const { generation } = pod.metadata ?? {};
    const { qosClass } = pod.status ?? {};
    const status: PodStatus = {
      ...(generation === undefined ? {} : { observedGeneration: generation }),
      phase: 'Failed',
      reason,
      message: `Pod was rejected: ${message}`,
      startTime: pod.status?.startTime ?? timeText(this.#parts.now()),
      ...(qosClass === undefined ? {} : { qosClass }),
    };
    this.#parts.record(pod, { do: 'record', type: 'Warning', reason, message }, cause);
    this.#lookAfterRefused(pod, status, cause);
  }

  #lookAfterRefused(pod: Pod, status: PodStatus, cause: Cause): void {
    this.#refused.set(uidOf(pod), status);
    this.#parts.report(pod, status, cause);
    if (pod.metadata?.deletionTimestamp !== undefined) this.#parts.close(pod, cause);
  }
}

/** What an earlier run of this node said of a pod that it refused: such a pod has no containers. */
function refusedBefore(pod: Pod): PodStatus | undefined {
  const { status } = pod;
  return status?.phase === 'Failed' && status.containerStatuses === undefined ? status : undefined;
}

function createdAt(pod: Pod): number {
  return Date.parse(pod.metadata?.creationTimestamp ?? '1970-01-01T00:00:00Z');
}

function uidOf(pod: Pod): string {
  return pod.metadata?.uid ?? '';
}
