import type { LabTime, TimerName } from '@klockwork/kernel';
import type { PodStatus, ResourceRequirements } from 'kubernetes-types/core/v1';
import type { HookKind } from './hooks/hook-target.ts';
import type { PodMemory } from './pod-memory.ts';
import type { ProbeDue } from './probes/plan-probes.ts';

/** One thing a pod worker is to do. */
export type PodAction =
  | { readonly do: 'run-sandbox' }
  | { readonly do: 'stop-sandbox'; readonly id: string }
  | { readonly do: 'pull-image'; readonly container: string; readonly image: string }
  | { readonly do: 'start-container'; readonly container: string; readonly attempt: number }
  | { readonly do: 'stop-container'; readonly container: string; readonly id: string; readonly graceMs: number }
  /** Gives a running container other resources. */
  | { readonly do: 'resize-container'; readonly container: string; readonly id: string; readonly resources: ResourceRequirements }
  | { readonly do: 'run-hook'; readonly container: string; readonly id: string; readonly hook: HookKind }
  /** Whatever the container's hook comes to is of no use any more. */
  | { readonly do: 'cancel-hook'; readonly container: string }
  | RecordAction
  /** Once the decided status is written: take the object out of the API, with a grace period of 0. */
  | { readonly do: 'delete-pod' }
  /** Nothing of the pod is left: end the worker. */
  | { readonly do: 'forget-pod' };

/** An Event about the pod, or about one of its containers. */
export interface RecordAction {
  readonly do: 'record';
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
  readonly container?: string;
}

/** When to look again, and why. */
export interface WakeAt {
  readonly at: LabTime;
  readonly timer: TimerName;
}

/** What one look at a pod decided. */
export interface Decision {
  readonly actions: readonly PodAction[];
  readonly memory: PodMemory;
  readonly status: PodStatus;
  readonly wakeAt?: WakeAt;
  /** When there is something to say again. */
  readonly remindAt?: WakeAt;
  /** The probes that are waited for; those that are under way are not among them. */
  readonly probes: readonly ProbeDue[];
}

/** The earlier of two. */
export function earlier(a: WakeAt | undefined, b: WakeAt | undefined): WakeAt | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return b.at < a.at ? b : a;
}
