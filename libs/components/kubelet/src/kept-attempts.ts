import type { ContainerReport } from '@klockwork/pod-lifecycle';

/** Containers that are kept per container name: the newest, and the ended one before it, for `kubectl logs --previous`. */
const ATTEMPTS_KEPT = 2;

/** The containers that a pod's worker has in the runtime. */
export class KeptAttempts {
  readonly #byName = new Map<string, string[]>();

  /** Notes a container; gives the id of the one that is not kept any longer, if there is one. */
  add({ name, id }: Pick<ContainerReport, 'name' | 'id'>): string | undefined {
    const ids = this.#byName.get(name) ?? [];
    if (ids.includes(id)) return undefined;
    ids.push(id);
    this.#byName.set(name, ids);
    return ids.length > ATTEMPTS_KEPT ? ids.shift() : undefined;
  }

  /** The name of a container by its id; '' for one that is not kept. */
  nameOf(id: string): string {
    for (const [name, ids] of this.#byName) if (ids.includes(id)) return name;
    return '';
  }

  /** All of them. */
  ids(): readonly string[] {
    return [...this.#byName.values()].flat();
  }
}
