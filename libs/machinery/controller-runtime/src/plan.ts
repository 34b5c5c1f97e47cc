import type { DeleteOptions, ObjectName, Patch } from '@klockwork/cluster-api';
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
  | { readonly do: 'create'; readonly resource: ResourceRef; readonly object: KubeObject }
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
    };

/**
 * What a reconcile decided. Actions of one stage run together, stages one after the other.
 * A stage that was refused ends the plan; the key is tried again with back-off.
 * `after` records (`SuccessfulCreate` …) can depend on a result by being functions of the created object.
 */
export interface Plan {
  readonly stages: readonly (readonly PlannedAction[])[];
  /** Look again at this lab time, for this reason. */
  readonly wakeAt?: { readonly at: number; readonly timer: TimerName };
}

/** An action with what to record once it is done or refused. */
export type PlannedAction = Action & {
  readonly onDone?: (result: KubeObject | undefined) => Action | undefined;
  readonly onRefused?: (message: string) => Action | undefined;
  /** Refusal reasons that are as good as done: `['NotFound']` for a deletion. */
  readonly tolerate?: readonly string[];
};
