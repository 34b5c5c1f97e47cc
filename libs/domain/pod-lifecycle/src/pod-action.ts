import type { LabTime, TimerName } from '@klockwork/kernel';
import type { ResourceRequirements } from '@klockwork/kubernetes-types';
import type { HookKind } from './hooks/hook-target.ts';

/** Action for a pod worker. */
export type PodAction =
  | { readonly type: 'run-sandbox' }
  | { readonly type: 'stop-sandbox'; readonly id: string }
  | { readonly type: 'pull-image'; readonly container: string; readonly image: string }
  | { readonly type: 'start-container'; readonly container: string; readonly attempt: number }
  | { readonly type: 'stop-container'; readonly container: string; readonly id: string; readonly graceMs: number }
  /** Changes resources of a running container. */
  | { readonly type: 'resize-container'; readonly container: string; readonly id: string; readonly resources: ResourceRequirements }
  | { readonly type: 'run-hook'; readonly container: string; readonly id: string; readonly hook: HookKind }
  /** Cancels the container's hook, whose result is irrelevant. */
  | { readonly type: 'cancel-hook'; readonly container: string }
  | RecordAction
  /** Deletes the object with grace period 0, after the status was written. */
  | { readonly type: 'delete-pod' }
  /** Ends the worker after all parts of the pod ended. */
  | { readonly type: 'forget-pod' };

/** Event about the pod or one of its containers. */
export interface RecordAction {
  readonly type: 'record';
  readonly eventType: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
  readonly container?: string;
}

/** Time and timer of the next decision. */
export interface WakeAt {
  readonly at: LabTime;
  readonly timer: TimerName;
}

/** Returns the earlier wake-up. */
export function earlier(a: WakeAt | undefined, b: WakeAt | undefined): WakeAt | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return b.at < a.at ? b : a;
}
