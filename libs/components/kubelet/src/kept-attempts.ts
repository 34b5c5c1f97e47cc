import type { ContainerReport } from '@klockwork/pod-lifecycle';

/** Containers that are kept per container name: the newest, and the ended one before it, for `kubectl logs --previous`. */
const ATTEMPTS_KEPT = 2;

/** The containers that a pod's worker has in the runtime. */
export class KeptAttempts {
  /** In the order they came. A list: each pod has one, and there is little in it. */
  #kept: readonly Pick<ContainerReport, 'name' | 'id'>[] = [];

  /** Notes a container; gives the id of the one that is not kept any longer, if there is one. */
  add({ name, id }: Pick<ContainerReport, 'name' | 'id'>): string | undefined {
    if (this.#kept.some((kept) => kept.id === id)) return undefined;
    this.#kept = this.#kept.concat({ name, id });
    const ofName = this.#kept.filter((kept) => kept.name === name);
    const old = ofName.length > ATTEMPTS_KEPT ? ofName[0] : undefined;
    if (old !== undefined) this.#kept = this.#kept.filter((kept) => kept !== old);
    return old?.id;
  }

  /** The name of a container by its id; '' for one that is not kept. */
  nameOf(id: string): string {
    return this.#kept.find((kept) => kept.id === id)?.name ?? '';
  }

  /** All of them. */
  ids(): readonly string[] {
    return this.#kept.map(({ id }) => id);
  }
}
