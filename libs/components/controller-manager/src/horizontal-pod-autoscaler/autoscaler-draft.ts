import { formatTime, semanticEqual } from '@klockwork/api-machinery';
import type { Action, PlannedAction } from '@klockwork/controller-runtime';
import { copy, type LabTime } from '@klockwork/kernel';
import { type HorizontalPodAutoscaler, type HorizontalPodAutoscalerStatus, resources } from '@klockwork/resources';

type Condition = NonNullable<HorizontalPodAutoscalerStatus['conditions']>[number];

/** Content of a condition, without its time. */
export type ConditionContent = Required<Pick<Condition, 'type' | 'status' | 'reason' | 'message'>>;

/** Status and Events of one sync. */
export class AutoscalerDraft {
  readonly #autoscaler: HorizontalPodAutoscaler;
  readonly #now: LabTime;
  readonly #events: Action[] = [];
  #status: HorizontalPodAutoscalerStatus;

  constructor(autoscaler: HorizontalPodAutoscaler, now: LabTime) {
    this.#autoscaler = autoscaler;
    this.#now = now;
    this.#status = copy(autoscaler.status ?? { desiredReplicas: 0 }) as HorizontalPodAutoscalerStatus;
  }

  /** Sets a condition; only a changed status changes its time. Models `setConditionInList`. */
  condition(content: ConditionContent): void {
    const conditions = this.#status.conditions ?? [];
    const previous = conditions.find(({ type }) => type === content.type);
    const isSame = previous?.status === content.status && previous.lastTransitionTime !== undefined;
    const lastTransitionTime = isSame ? previous.lastTransitionTime : formatTime(this.#now);
    const next = { ...content, ...(lastTransitionTime !== undefined && { lastTransitionTime }) };
    this.#status.conditions = previous === undefined ? [...conditions, next] : conditions.map((each) => (each === previous ? next : each));
  }

  /** Adds an Event about the autoscaler. */
  event(eventType: 'Normal' | 'Warning', reason: string, message: string): void {
    this.#events.push(eventAction(this.#autoscaler, eventType, reason, message));
  }

  /** Sets replicas and metrics; `isScaled` sets the time of the last change. Models `setStatus`. */
  replicas(current: number, desired: number, currentMetrics: HorizontalPodAutoscalerStatus['currentMetrics'], isScaled: boolean): void {
    const { conditions = [], lastScaleTime } = this.#status;
    const scaledAt = isScaled ? formatTime(this.#now) : lastScaleTime;
    this.#status = {
      currentReplicas: current,
      desiredReplicas: desired,
      ...(scaledAt !== undefined && { lastScaleTime: scaledAt }),
      currentMetrics: currentMetrics ?? null,
      conditions,
    };
  }

  /** Sets present replicas and metrics after a failure. */
  present(current: number, currentMetrics: HorizontalPodAutoscalerStatus['currentMetrics']): void {
    this.replicas(current, this.#status.desiredReplicas, currentMetrics, false);
  }

  /** Returns a draft with the same status, without Events. */
  fork(): AutoscalerDraft {
    const draft = new AutoscalerDraft(this.#autoscaler, this.#now);
    draft.#status = copy(this.#status);
    return draft;
  }

  /** Returns the Events, and the write of a changed status. */
  actions(): PlannedAction[] {
    return [...this.#events, ...this.#statusWrite()];
  }

  #statusWrite(): PlannedAction[] {
    const object: HorizontalPodAutoscaler = { ...this.#autoscaler, status: this.#status };
    if (semanticEqual(this.#autoscaler.status ?? {}, this.#status)) return [];
    return [
      {
        type: 'update',
        resource: resources.horizontalPodAutoscalers,
        subresource: 'status',
        object,
        onRefused: (message) => [eventAction(this.#autoscaler, 'Warning', 'FailedUpdateStatus', message)],
      },
    ];
  }
}

function eventAction(object: HorizontalPodAutoscaler, eventType: 'Normal' | 'Warning', reason: string, message: string): Action {
  return { type: 'record', about: { resource: resources.horizontalPodAutoscalers, object }, eventType, reason, message };
}
