import type { DeleteOptions, ObjectName, Patch } from '@klockwork/cluster-api';
import type { Revision } from '@klockwork/event-store';
import type { TimerName } from '@klockwork/kernel';
import type { KubeObject, ResourceRef } from '@klockwork/resources';

/** The object an Event is about. */
export interface About {
  readonly resource: ResourceRef;
  readonly object: KubeObject;
  /** `spec.containers{nginx}` */
  readonly fieldPath?: string;
}

/** One thing to do. Data: it can be printed, compared and carried out twice without harm. */
export type Action =
  /** With a subresource the object is its body, and names the object it is for: a Binding to `pods/binding`. */
  | { readonly do: 'create'; readonly resource: ResourceRef; readonly object: KubeObject; readonly subresource?: string }
  | { readonly do: 'update'; readonly resource: ResourceRef; readonly object: KubeObject; readonly subresource?: string }
  | {
      readonly do: 'patch';
      readonly resource: ResourceRef;
      readonly name: ObjectName;
      readonly patch: Patch;
      readonly subresource?: string;
    }
  | { readonly do: 'delete'; readonly resource: ResourceRef; readonly name: ObjectName; readonly deletion: DeleteOptions }
  | {
      readonly do: 'record';
      readonly about: About;
      readonly type: 'Normal' | 'Warning';
      readonly reason: string;
      readonly message: string;
      /** What was being done, `Binding`: who says it records as events.k8s.io asks, with `eventTime` and series (the scheduler). */
      readonly action?: string;
    };

/**
 * What a reconcile decided. Actions of one stage run together, stages one after the other.
 * A stage that was refused ends the plan; the key is tried again with back-off.
 */
export interface Plan {
  readonly stages: readonly (readonly PlannedAction[])[];
  /**
   * Look again at this lab time, for this reason; a plan that does nothing names one that is still to come, else it is a bug and backs off.
   * `revision`: the event the deadline comes from, when it is not the one reacted to.
   */
  readonly wakeAt?: { readonly at: number; readonly timer: TimerName; readonly revision?: Revision };
  /** Other events that the plan rests on beside the one reacted to: `why` shows them as branches. */
  readonly also?: readonly Revision[];
}

/** An action with what to record once it is done or refused. */
export type PlannedAction = Action & {
  /** What to record of the result: the object as it was written; undefined for a deletion. */
  readonly onDone?: (result: KubeObject | undefined) => Action | undefined;
  /** What to do about a refusal before the plan ends: record it, or write it into a status. */
  readonly onRefused?: (message: string) => readonly Action[];
  /** Refusal reasons that are as good as done: `['NotFound']` for a deletion. */
  readonly tolerate?: readonly string[];
};

/** Nothing to do. */
export const NOTHING: Plan = { stages: [] };
