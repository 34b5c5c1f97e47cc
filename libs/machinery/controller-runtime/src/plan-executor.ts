import { type ClusterApi, isUnreachable } from '@klockwork/cluster-api';
import type { Cause, Revision } from '@klockwork/event-store';
import { ApiError } from '@klockwork/kernel';
import type { KubeObject, ResourceRef } from '@klockwork/resources';
import { inBatches } from './batches.ts';
import type { Recorder } from './event-recorder.ts';
import type { Action, Plan, PlannedAction } from './plan.ts';

/** Completed write, for the wait until caches show it. */
export type CompletedWrite =
  | { readonly resource: ResourceRef; readonly revision: Revision }
  | { readonly resource: ResourceRef; readonly deleted: { readonly namespace: string; readonly name: string } }
  /** Write with an unknown result. */
  | { readonly resource: ResourceRef; readonly unknown: true };

/** Result of a plan. */
export interface Outcome {
  readonly written: readonly CompletedWrite[];
  /** First refusal; later stages were not started. */
  readonly refused?: ApiError;
}

/** Executes plans. Every write names its cause. */
export class PlanExecutor {
  readonly #api: ClusterApi;
  readonly #recorder: Recorder;

  constructor(api: ClusterApi, recorder: Recorder) {
    this.#api = api;
    this.#recorder = recorder;
  }

  /** Never rejects for a refusal, which is part of the outcome. Rejects for our own errors. */
  async execute(plan: Plan, cause: Cause): Promise<Outcome> {
    const completedWrites: CompletedWrite[] = [];
    for (const stage of plan.stages) {
      const refusedError = await inBatches(stage, (action) => this.#attempt(action, cause, completedWrites));
      if (refusedError !== undefined) return { written: completedWrites, refused: refusedError };
    }
    return { written: completedWrites };
  }

  async #attempt(plannedAction: PlannedAction, cause: Cause, completedWrites: CompletedWrite[]): Promise<ApiError | undefined> {
    try {
      const result = await this.#act(plannedAction, cause, completedWrites);
      await this.#follow(plannedAction.onDone?.(result), cause, completedWrites);
      return undefined;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (isUnreachable(error) && plannedAction.type !== 'record')
        completedWrites.push({ resource: plannedAction.resource, unknown: true });
      if (plannedAction.tolerate?.includes(error.status.reason) || isInEndingNamespace(plannedAction, error)) return undefined;
      for (const action of plannedAction.onRefused?.(error.message) ?? []) await this.#follow(action, cause, completedWrites);
      return error;
    }
  }

  /** A refused follow-up changes nothing: the next reconcile detects missing parts. */
  async #follow(action: Action | undefined, cause: Cause, completedWrites: CompletedWrite[]): Promise<void> {
    if (action !== undefined) await this.#attempt(action, cause, completedWrites);
  }

  async #act(action: Action, cause: Cause, completedWrites: CompletedWrite[]): Promise<KubeObject | undefined> {
    if (action.type === 'record') {
      this.#recorder.record(action, cause);
      return undefined;
    }
    if (action.type === 'delete') {
      await this.#api.delete(action.resource, action.name, action.deletion, { cause });
      completedWrites.push({ resource: action.resource, deleted: { namespace: action.name.namespace ?? '', name: action.name.name } });
      return undefined;
    }
    const result = await this.#write(action, cause);
    completedWrites.push({ resource: action.resource, revision: Number(result.metadata?.resourceVersion ?? 0) });
    return result;
  }

  #write(action: Exclude<Action, { type: 'record' | 'delete' }>, cause: Cause): Promise<KubeObject> {
    const options = action.subresource === undefined ? { cause } : { cause, subresource: action.subresource };
    if (action.type === 'create')
      return this.#api.create(action.resource, action.object, action.facts === undefined ? options : { ...options, facts: action.facts });
    return action.type === 'update'
      ? this.#api.update(action.resource, action.object, options)
      : this.#api.patch(action.resource, action.name, action.patch, options);
  }
}

/** True for a creation in a terminating namespace: upstream's controllers drop those without Event and retry. */
function isInEndingNamespace(action: PlannedAction, { status }: ApiError): boolean {
  return action.type === 'create' && status.details?.causes?.some(({ reason }) => reason === 'NamespaceTerminating') === true;
}
