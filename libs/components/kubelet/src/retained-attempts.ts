import type { ContainerReport } from '@klockwork/pod-lifecycle';

/** Retained containers per name: the newest, and the previous one for `kubectl logs --previous`. */
const ATTEMPTS_MAX = 2;

/** Containers of a pod's worker in the runtime. */
export class RetainedAttempts {
  /** In order of creation. A short list per pod. */
  #attempts: readonly Pick<ContainerReport, 'name' | 'id'>[] = [];

  /** Adds a container; returns the id of a dropped one, if any. */
  add({ name, id }: Pick<ContainerReport, 'name' | 'id'>): string | undefined {
    if (this.#attempts.some((attempt) => attempt.id === id)) return undefined;
    this.#attempts = this.#attempts.concat({ name, id });
    const ofName = this.#attempts.filter((attempt) => attempt.name === name);
    const old = ofName.length > ATTEMPTS_MAX ? ofName[0] : undefined;
    if (old !== undefined) this.#attempts = this.#attempts.filter((attempt) => attempt !== old);
    return old?.id;
  }

  /** Returns the name of a container by its id; '' if dropped. */
  nameOf(id: string): string {
    return this.#attempts.find((attempt) => attempt.id === id)?.name ?? '';
  }

  ids(): readonly string[] {
    return this.#attempts.map(({ id }) => id);
  }
}
