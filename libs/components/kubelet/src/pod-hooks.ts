import { type Cause, timerCause } from '@klockwork/event-store';
import { type Clock, type Logger, logFailure, messageOf, StoppedError, StopSource } from '@klockwork/kernel';
import {
  type ContainerRuntime,
  containersOf,
  type HookKind,
  type HookResult,
  hookFailureText,
  hookOf,
  RuntimeError,
} from '@klockwork/pod-lifecycle';
import { usesHostNetwork } from './own-host.ts';
import { HOOK_SLEEP, type HookRun, runHook } from './run-hook.ts';
import type { WorkerPod } from './worker-pod.ts';

interface HookParts {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly runtime: ContainerRuntime;
}

export interface HookRequest {
  readonly container: string;
  readonly id: string;
  readonly hook: HookKind;
}

/** Running hooks of one pod: at most one per container. */
export class PodHooks {
  readonly #parts: HookParts;
  readonly #pod: WorkerPod;
  /** Created for the first hook: most pods have none. */
  #stops: Map<string, StopSource> | undefined;

  constructor(parts: HookParts, pod: WorkerPod) {
    this.#parts = parts;
    this.#pod = pod;
  }

  /** Runs a hook beside the worker, and reports its end unless cancelled. `lead`: its cause. */
  async run({ container, id, hook }: HookRequest, lead: Cause): Promise<void> {
    const stop = new StopSource();
    const run = this.#runOf({ container, id, hook }, stop);
    if (run === undefined) return;
    this.cancel(container);
    this.#stops ??= new Map();
    this.#stops.set(container, stop);
    try {
      const hookEnd = await this.#endOf(run);
      const cause = run.handler.sleep === undefined ? lead : timerCause({ name: HOOK_SLEEP }, lead);
      this.#pod.learn({ type: 'hook-ended', container, containerId: id, hook, ...hookEnd }, cause);
    } catch (error) {
      if (!(error instanceof StoppedError)) throw error;
    } finally {
      if (this.#stops.get(container) === stop) this.#stops.delete(container);
    }
  }

  /** A hook with a failure of our own code has failed. */
  async #endOf(run: HookRun): Promise<Pick<HookResult, 'error' | 'plainHost'>> {
    try {
      return await runHook(run);
    } catch (error) {
      if (error instanceof StoppedError) throw error;
      const { pod, container } = run;
      if (!(error instanceof RuntimeError)) logFailure(this.#parts.logger, { pod: pod.metadata?.name, container: container.name }, error);
      return { error: hookFailureText(run, messageOf(error)) };
    }
  }

  /** Cancels a container's hook, whose result is irrelevant. */
  cancel(container: string): void {
    this.#stops?.get(container)?.stop();
    this.#stops?.delete(container);
  }

  stop(): void {
    for (const container of [...(this.#stops?.keys() ?? [])]) this.cancel(container);
  }

  #runOf({ container: name, id, hook }: HookRequest, stop: StopSource): HookRun | undefined {
    const { apiPod: pod, state } = this.#pod;
    const container = containersOf(pod).find((candidate) => candidate.name === name);
    const handler = container && hookOf(container, hook);
    const { sandbox, ip } = state;
    if (container === undefined || handler === undefined || sandbox.type !== 'ready') return undefined;
    const place = { sandboxId: sandbox.id, podIP: ip ?? sandbox.ip, hostNetwork: usesHostNetwork(pod) };
    return { ...this.#parts, ...place, pod, container, handler, containerId: id, stop };
  }
}
