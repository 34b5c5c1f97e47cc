import type { ContainerReport } from '@klockwork/pod-lifecycle';

/** Retained containers per name: the newest, and the previous one for `kubectl logs --previous`. */
const ATTEMPTS_KEPT = 2;

/** Containers of a pod's worker in the runtime. */
export class KeptAttempts {
  /** In order of creation. A short list per pod. */
  #kept: readonly Pick<ContainerReport, 'name' | 'id'>[] = [];

  /** Adds a container; returns the id of a dropped one, if any. */
  add({ name, id }: Pick<ContainerReport, 'name' | 'id'>): string | undefined {
    if (this.#kept.some((kept) => kept.id === id)) return undefined;
    this.#kept = this.#kept.concat({ name, id });
    const ofName = this.#kept.filter((kept) => kept.name === name);
    const old = ofName.length > ATTEMPTS_KEPT ? ofName[0] : undefined;
    if (old !== undefined) this.#kept = this.#kept.filter((kept) => kept !== old);
    return old?.id;
  }

  /** Returns the name of a container by its id; '' if dropped. */
  nameOf(id: string): string {
    return this.#kept.find((kept) => kept.id === id)?.name ?? '';
  }

  /** Returns all ids. */
  ids(): readonly string[] {
    return this.#kept.map(({ id }) => id);
  }
}
