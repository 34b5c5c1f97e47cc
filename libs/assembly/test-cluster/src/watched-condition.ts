import type { StoredEvent } from '@klockwork/event-store';
import type { NamedCondition } from './conditions.ts';
import type { ClusterState } from './public.ts';
import type { World } from './world.ts';

/** Condition that is judged at each revision, until it held once. */
export class WatchedCondition {
  readonly condition: NamedCondition;
  readonly stop: () => void;
  readonly #state: ClusterState;
  #isMet = false;
  #event: StoredEvent | undefined;
  #error: { readonly thrown: unknown } | undefined;

  constructor(condition: NamedCondition, world: World) {
    this.condition = condition;
    this.#state = world.state;
    this.stop = world.onCommitted((event) => this.#judge(event));
    this.#judge();
  }

  get isMet(): boolean {
    return this.#isMet || this.#error !== undefined;
  }

  /** Event after which the condition held first; undefined if it held from the beginning. */
  get event(): StoredEvent | undefined {
    return this.#event;
  }

  /** Throws what the condition threw. */
  rethrow(): void {
    if (this.#error !== undefined) throw this.#error.thrown;
  }

  #judge(event?: StoredEvent): void {
    if (this.isMet) return;
    try {
      this.#isMet = this.condition.holds(this.#state);
      if (this.#isMet) this.#event = event;
    } catch (thrown) {
      this.#error = { thrown };
    }
  }
}
