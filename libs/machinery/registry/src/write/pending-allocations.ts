import type { KindDefinition, KubeObject } from '@klockwork/resources';

/** Written, not yet durable objects of kinds with allocation: two writes of a group commit must not get the same address. */
export class PendingAllocations {
  readonly #objects = new Map<KindDefinition, Set<KubeObject>>();

  of(kind: KindDefinition): Iterable<KubeObject> {
    return this.#objects.get(kind) ?? [];
  }

  /** Counts `object` in until `written` settles. */
  track(kind: KindDefinition, object: KubeObject, written: Promise<unknown>): void {
    if (kind.strategy.allocate === undefined) return;
    const objects = this.#objects.get(kind) ?? new Set();
    this.#objects.set(kind, objects.add(object));
    const release = () => objects.delete(object);
    written.then(release, release);
  }
}
