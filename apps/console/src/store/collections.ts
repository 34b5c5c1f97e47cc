import { RowStore } from './row-store.ts';
import { NO_ROWS, type Rows } from './rows.ts';

interface SharedStore {
  readonly store: RowStore;
  users: number;
}

/** Collections of any path, followed for as long as a view uses them. */
export class Collections {
  readonly #at: number | undefined;
  readonly #used = new Map<string, SharedStore>();

  /** `at`: revision of the past; undefined for the present. */
  constructor(at: number | undefined) {
    this.#at = at;
  }

  /** Returns the objects of a path in use; none for other paths. */
  rows(path: string): Rows {
    return this.#used.get(path)?.store.rows ?? NO_ROWS;
  }

  /** Follows a path and calls `listener` after changes. Returns a function that ends this use; the last end stops the watch. */
  use(path: string, listener: () => void): () => void {
    const used = this.#used.get(path) ?? this.#begin(path);
    used.users += 1;
    const unsubscribe = used.store.subscribe(listener);
    return () => {
      unsubscribe();
      used.users -= 1;
      if (used.users > 0) return;
      used.store.stop();
      if (this.#used.get(path) === used) this.#used.delete(path);
    };
  }

  /** Ends the present connections: others go on from their last events. */
  reconnect(): void {
    for (const { store } of this.#used.values()) store.reconnect();
  }

  #begin(path: string): SharedStore {
    const used = { store: new RowStore(path, this.#at), users: 0 };
    this.#used.set(path, used);
    void used.store.run();
    return used;
  }
}
