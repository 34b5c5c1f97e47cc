import { judgeWaitCondition } from '@klockwork/api-machinery';
import type { ClusterApi } from '@klockwork/cluster-api';
import { type Informer, Informers } from '@klockwork/informers';
import { type Clock, type Logger, StoppedError } from '@klockwork/kernel';
import type { KubeObject } from '@klockwork/resources';
import type { AdvanceGoal } from './advance-goal.ts';

/**
 * Watches one object for a condition, as `kubectl wait` does: once it was so it counts, also when it is not so any more at the next
 * quiet moment. An object that was deleted and made anew under its name was deleted.
 */
export class ConditionWatch {
  readonly #condition: NonNullable<AdvanceGoal['condition']>;
  readonly #informers: Informers;
  readonly #informer: Informer<KubeObject>;
  #met = false;
  #problem: string | undefined;

  /** Begins to watch: the object as it is now is judged as soon as it was read. */
  constructor(condition: NonNullable<AdvanceGoal['condition']>, ports: { api: ClusterApi; clock: Clock; logger: Logger }) {
    this.#condition = condition;
    this.#informers = new Informers(ports);
    this.#informer = this.#informers.informer<KubeObject>(condition.of.resource);
    this.#informer.onNotice(({ change, object }) => {
      const { namespace = '', name } = object.metadata ?? {};
      if (namespace === condition.of.namespace && name === condition.of.name) this.#judge(change === 'deleted' ? undefined : object);
    });
    void this.#start();
  }

  /** True from the first moment at which it was so. */
  get met(): boolean {
    return this.#met;
  }

  /** Why the object as it is cannot be judged. */
  get problem(): string | undefined {
    return this.#problem;
  }

  stop(): void {
    this.#informers.stop();
  }

  async #start(): Promise<void> {
    try {
      await this.#informers.start();
    } catch (error) {
      if (error instanceof StoppedError) return;
      throw error;
    }
    // That an object is not there brings no notice.
    const { namespace, name } = this.#condition.of;
    this.#judge(this.#informer.get(namespace, name));
  }

  #judge(object: KubeObject | undefined): void {
    const verdict = judgeWaitCondition(this.#condition.for, object);
    this.#met ||= verdict.met;
    this.#problem = verdict.problem;
  }
}
