import { judgeWaitCondition } from '@klockwork/api-machinery';
import type { ClusterApi } from '@klockwork/cluster-api';
import { type Informer, Informers } from '@klockwork/informers';
import { type Clock, type Logger, StoppedError } from '@klockwork/kernel';
import type { KubeObject } from '@klockwork/resources';
import type { ObjectCondition } from './advance-command.ts';

/**
 * Watches one object for a condition, like `kubectl wait`. A condition that held once counts as met, even if it fails again before the next
 * idle instant. Replacement of an object under its name counts as deletion.
 */
export class ConditionWatch {
  readonly #condition: ObjectCondition;
  readonly #informers: Informers;
  readonly #informer: Informer<KubeObject>;
  #met = false;
  #problem: string | undefined;

  /** Starts the watch, and judges the object after its first read. */
  constructor(condition: ObjectCondition, ports: { api: ClusterApi; clock: Clock; logger: Logger }) {
    this.#condition = condition;
    this.#informers = new Informers(ports);
    this.#informer = this.#informers.informer<KubeObject>(condition.of.resource);
    this.#informer.onNotice(({ change, object }) => {
      const { namespace = '', name } = object.metadata ?? {};
      if (namespace === condition.of.namespace && name === condition.of.name) this.#judge(change === 'deleted' ? undefined : object);
    });
    void this.#start();
  }

  /** True from the first moment the condition held. */
  get met(): boolean {
    return this.#met;
  }

  /** Returns why the object cannot be judged. */
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
    // A missing object causes no notice.
    const { namespace, name } = this.#condition.of;
    this.#judge(this.#informer.get(namespace, name));
  }

  #judge(object: KubeObject | undefined): void {
    const verdict = judgeWaitCondition(this.#condition.for, object);
    this.#met ||= verdict.met;
    this.#problem = verdict.problem;
  }
}
