import type { DeleteOptions, ObjectName, Patch } from '@klockwork/cluster-api';
import type { Revision } from '@klockwork/event-store';
import type { TimerName } from '@klockwork/kernel';
import type { KubeObject, ResourceRef } from '@klockwork/resources';

/** Subject of an Event. */
export interface EventSubject {
  readonly resource: ResourceRef;
  readonly object: KubeObject;
  /** `spec.containers{nginx}` */
  readonly fieldPath?: string;
}

/** Action of a plan, as data: printable, comparable, and harmless if executed twice. */
export type Action =
  /**
   * With a subresource, the object is its body and names the target: a Binding to `pods/binding`. `facts`: facts behind the decision, added
   * to the data of the event.
   */
  | {
      readonly type: 'create';
      readonly resource: ResourceRef;
      readonly object: KubeObject;
      readonly subresource?: string;
      readonly facts?: Readonly<Record<string, unknown>>;
    }
  | { readonly type: 'update'; readonly resource: ResourceRef; readonly object: KubeObject; readonly subresource?: string }
  | {
      readonly type: 'patch';
      readonly resource: ResourceRef;
      readonly name: ObjectName;
      readonly patch: Patch;
      readonly subresource?: string;
    }
  | { readonly type: 'delete'; readonly resource: ResourceRef; readonly name: ObjectName; readonly deletion: DeleteOptions }
  | {
      readonly type: 'record';
      readonly about: EventSubject;
      readonly eventType: 'Normal' | 'Warning';
      readonly reason: string;
      readonly message: string;
      /** Action in progress, `Binding`: selects the events.k8s.io form with `eventTime` and series (scheduler). */
      readonly action?: string;
      /** Name of the reporting controller, if different from the recorder's. */
      readonly component?: string;
    };

/**
 * Result of a reconcile. Actions of one stage run concurrently, stages one after the other. A refused stage ends the plan; the key is
 * retried with back-off.
 */
export interface Plan {
  readonly stages: readonly (readonly PlannedAction[])[];
  /**
   * Wakes the key at this lab time. A plan without actions must name a future time; otherwise a bug is reported and the key backs off.
   * `revision`: origin of the deadline, if different from the handled event.
   */
  readonly wakeAt?: { readonly at: number; readonly timer: TimerName; readonly revision?: Revision };
  /** True: reconciles the key once more when the caches show the plan's writes. Models upstream syncs that write twice. */
  readonly again?: boolean;
  /** Further causing events of the plan: `why` prints those as branches. */
  readonly also?: readonly Revision[];
}

/** Action with follow-up actions. */
export type PlannedAction = Action & {
  /** Returns a follow-up for the written object; undefined for a deletion. */
  readonly onDone?: (result: KubeObject | undefined) => Action | undefined;
  /** Returns follow-ups for a refusal, such as an Event or a status write. */
  readonly onRefused?: (message: string) => readonly Action[];
  /** Refusal reasons that count as success: `['NotFound']` for a deletion. */
  readonly tolerate?: readonly string[];
};

/** Empty plan. */
export const NOTHING: Plan = { stages: [] };
