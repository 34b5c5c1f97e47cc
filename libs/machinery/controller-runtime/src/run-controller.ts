import type { ClusterApi } from '@klockwork/cluster-api';
import { type Cause, withAlso } from '@klockwork/event-store';
import type { Notice } from '@klockwork/informers';
import { ApiError, type Clock, type LabTime, type Logger, logFailure, StoppedError, StopSource } from '@klockwork/kernel';
import type { Running } from './component.ts';
import type { Controller, Source } from './controller.ts';
import type { Recorder } from './event-recorder.ts';
import { OwnWrites } from './own-writes.ts';
import type { Plan } from './plan.ts';
import { PlanExecutor } from './plan-executor.ts';
import { WakeTimers } from './wake-timers.ts';
import { ClockWorkQueue, type QueuedKey } from './work-queue.ts';

const ON_THE_SPOT = 'a plan does nothing and wants to be looked at again at once: looking again with back-off';

/** Default number of concurrent keys: upstream's --concurrent-*-syncs. */
const WORKERS = 5;

/** Dependencies of a controller. The owner of its informers starts those afterwards. */
export interface ControllerDeps {
  readonly api: ClusterApi;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly recorder: Recorder;
}

/** Running controller with its queue, for inspection. */
export interface RunningController extends Running {
  depth(): { ready: number; waiting: number };
}

/**
 * Runs `controller`: notices become keys, keys become plans, and plans are executed. A key is handled again only after the caches show its
 * last writes. A refused plan is retried with back-off and keeps its cause.
 */
export function runController(controller: Controller, deps: ControllerDeps): RunningController {
  const loop = new ControllerLoop(controller, deps);
  return loop.start();
}

class ControllerLoop {
  readonly #controller: Controller;
  readonly #deps: ControllerDeps;
  readonly #queue: ClockWorkQueue;
  readonly #wakes: WakeTimers;
  readonly #executor: PlanExecutor;
  readonly #ownWrites: OwnWrites;
  readonly #stop = new StopSource();

  constructor(controller: Controller, deps: ControllerDeps) {
    this.#controller = controller;
    this.#deps = deps;
    const { keysOf, backOff } = controller;
    const objectOf = (key: string) => (keysOf === undefined ? undefined : `${keysOf}/${key}`);
    this.#queue = new ClockWorkQueue(deps.clock, { objectOf, backOff, rankOf: controller.rankOf?.bind(controller) });
    this.#wakes = new WakeTimers(deps.clock, (key, cause) => this.#queue.add(key, cause), objectOf);
    this.#executor = new PlanExecutor(deps.api, deps.recorder);
    this.#ownWrites = new OwnWrites(
      controller.sources.map(({ informer }) => informer),
      deps.clock,
    );
  }

  start(): RunningController {
    const unlisten = this.#controller.sources.map((source) => this.#listen(source));
    const stopAdding = this.#controller.laterSources?.((source) => {
      if (!this.#ownWrites.has(source.informer)) {
        this.#ownWrites.add(source.informer);
        unlisten.push(this.#listen(source));
      }
      void source.informer.synced().then(() => this.#enqueueAfterSync(source));
    });
    const workers = Array.from({ length: this.#controller.workers ?? WORKERS }, () => this.#work());
    return {
      depth: () => this.#queue.depth(),
      stop: async () => {
        stopAdding?.();
        for (const off of unlisten) off();
        this.#stop.stop();
        this.#queue.stop();
        this.#wakes.stop();
        this.#ownWrites.stop();
        await Promise.all(workers);
      },
    };
  }

  #listen(source: Source): () => void {
    return source.informer.onNotice((notice) => this.#enqueue(source, notice));
  }

  #enqueueAfterSync({ informer, afterSync }: Source): void {
    if (this.#stop.stopped) return;
    for (const key of afterSync?.() ?? []) this.#queue.add(key, { trigger: 'event', revision: informer.revision() });
  }

  #enqueue(source: Source, notice: Notice): void {
    const keys = source.keys(notice);
    const cause: Cause = { trigger: 'event', revision: notice.revision };
    const delay = keys.length === 0 ? undefined : source.delay?.(notice);
    for (const key of keys)
      if (delay === undefined) this.#queue.add(key, cause);
      else this.#queue.addAfter(key, delay.ms, delay.timer, cause);
  }

  async #work(): Promise<void> {
    const synced = Promise.all(this.#controller.sources.map(({ informer }) => informer.synced()));
    try {
      await this.#orStopped(synced);
      for (;;) {
        const item = await this.#queue.take(this.#stop);
        await this.#reconcileAlone(item);
        item.done();
      }
    } catch (error) {
      if (!(error instanceof StoppedError)) throw error;
    }
  }

  /** A failure of our own code affects one key, which is retried with back-off. */
  async #reconcileAlone(key: QueuedKey): Promise<void> {
    try {
      await this.#reconcile(key);
    } catch (error) {
      if (error instanceof StoppedError) throw error;
      logFailure(this.#deps.logger, { controller: this.#controller.name, key: key.key }, error);
      this.#queue.addRateLimited(key.key, key.cause);
    }
  }

  /** `pass`: 2 for the repetition of a plan that wants one. */
  async #reconcile({ key, cause }: Pick<QueuedKey, 'key' | 'cause'>, pass = 1): Promise<void> {
    const fresh = this.#controller.freshen?.(key);
    const unread = fresh && (await this.#refusalOf(fresh));
    if (unread !== undefined) {
      this.#retry(key, cause, unread);
      return;
    }
    const now = this.#deps.clock.now();
    const plan = this.#controller.reconcile(key, now);
    if (turnsOnTheSpot(plan, now)) {
      this.#deps.logger.error({ controller: this.#controller.name, key, timer: plan.wakeAt?.timer.name }, ON_THE_SPOT);
      this.#queue.addRateLimited(key, cause);
      return;
    }
    const { written, refused } = await this.#executor.execute(plan, withAlso(cause, plan.also ?? []));
    if (this.#stop.stopped) throw new StoppedError();
    this.#wakes.set(key, plan.wakeAt, cause);
    await this.#orStopped(this.#ownWrites.seen(written));
    if (refused !== undefined) this.#retry(key, cause, refused);
    else if (plan.again === true && pass === 1) await this.#reconcile({ key, cause }, pass + 1);
    else this.#queue.forget(key);
  }

  async #refusalOf(reading: Promise<void>): Promise<ApiError | undefined> {
    try {
      await this.#orStopped(reading);
    } catch (error) {
      if (error instanceof ApiError) return error;
      throw error;
    }
    return undefined;
  }

  #retry(key: string, cause: Cause, refusedError: ApiError): void {
    const fields = { controller: this.#controller.name, key, error: refusedError.message };
    // A conflict is normal between two writers; all other refusals are logged.
    if (ApiError.is(refusedError, 'Conflict')) this.#deps.logger.debug(fields, 'plan met a newer object, looking again');
    else this.#deps.logger.warn(fields, 'plan refused, trying again');
    this.#queue.addRateLimited(key, cause);
  }

  async #orStopped<T>(wait: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const release = this.#stop.onStop(() => reject(new StoppedError()));
      wait.then(resolve, reject).finally(release);
    });
  }
}

/** Every repetition would have the same result: an endless loop within one instant, which would block lockstep forever. */
function turnsOnTheSpot({ stages, wakeAt }: Plan, now: LabTime): boolean {
  return wakeAt !== undefined && wakeAt.at <= now && stages.every((actions) => actions.length === 0);
}
