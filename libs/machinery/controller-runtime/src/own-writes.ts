import type { Informer } from '@klockwork/informers';
import type { Clock } from '@klockwork/kernel';
import { DeletionGate } from './deletion-gate.ts';
import type { CompletedWrite } from './plan-executor.ts';

// biome-ignore lint/suspicious/noExplicitAny: informers of different kinds
type AnyInformer = Informer<any>;

/**
 * Waits until the caches show what was written, so that the next reconcile of a key reads its own writes.
 * That takes the place of upstream's expectations (pkg/controller/controller_utils.go). Kinds without an informer here are not waited for.
 */
export class OwnWrites {
  readonly #caches = new Map<string, { readonly informer: AnyInformer; readonly deletions: DeletionGate }>();
  readonly #clock: Clock;

  constructor(informers: Iterable<AnyInformer>, clock: Clock) {
    this.#clock = clock;
    for (const informer of new Set(informers)) this.add(informer);
  }

  has(informer: AnyInformer): boolean {
    return this.#caches.get(kindOf(informer.resource))?.informer === informer;
  }

  /** Waits for writes of a further kind, too. */
  add(informer: AnyInformer): void {
    const kind = kindOf(informer.resource);
    this.#caches.get(kind)?.deletions.stop();
    this.#caches.set(kind, { informer, deletions: new DeletionGate(informer, this.#clock) });
  }

  /** Rejects with StoppedError when stopped, or when the informers are. */
  async seen(completedWrites: readonly CompletedWrite[]): Promise<void> {
    await Promise.all(completedWrites.map((one) => this.#seen(one)));
  }

  stop(): void {
    for (const { deletions } of this.#caches.values()) deletions.stop();
  }

  async #seen(completedWrite: CompletedWrite): Promise<void> {
    const cache = this.#caches.get(kindOf(completedWrite.resource));
    if (cache === undefined) return;
    if ('revision' in completedWrite) return cache.informer.reached(completedWrite.revision);
    return 'unknown' in completedWrite ? cache.informer.catchUp() : cache.deletions.seen(completedWrite.deleted);
  }
}

function kindOf({ group, resource }: { group: string; resource: string }): string {
  return `${group}/${resource}`;
}
