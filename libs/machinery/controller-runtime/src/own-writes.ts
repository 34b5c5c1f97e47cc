import type { Informer } from '@klockwork/informers';
import type { Written } from './plan-executor.ts';

// biome-ignore lint/suspicious/noExplicitAny: informers of different kinds
type AnyInformer = Informer<any>;

/** Lab time between readings of the log while a deletion is not seen yet, by how often was looked. */
const LOOKS_MAX = 3;

/**
 * Waits until the caches show what was written, so that the next reconcile of a key reads its own writes.
 * That takes the place of upstream's expectations (pkg/controller/controller_utils.go). Kinds without an informer here are not waited for.
 */
export class OwnWrites {
  readonly #informers = new Map<string, AnyInformer>();

  constructor(informers: Iterable<AnyInformer>) {
    for (const informer of informers) this.#informers.set(kindOf(informer.resource), informer);
  }

  /** Rejects with StoppedError when the informers are stopped. */
  async seen(written: readonly Written[]): Promise<void> {
    await Promise.all(written.map((one) => this.#seen(one)));
  }

  async #seen(written: Written): Promise<void> {
    const informer = this.#informers.get(kindOf(written.resource));
    if (informer === undefined) return;
    if ('revision' in written) return informer.reached(written.revision);
    if ('unknown' in written) return informer.catchUp();
    // A deletion's answer names no revision: the object is gone or marked once the log has been read up to it.
    for (let look = 0; look < LOOKS_MAX && isAsBefore(informer, written.deleted); look++) await informer.catchUp();
  }
}

function isAsBefore(informer: AnyInformer, { namespace, name }: { namespace: string; name: string }): boolean {
  const held = informer.get(namespace, name);
  return held !== undefined && held.metadata?.deletionTimestamp === undefined;
}

function kindOf({ group, resource }: { group: string; resource: string }): string {
  return `${group}/${resource}`;
}
