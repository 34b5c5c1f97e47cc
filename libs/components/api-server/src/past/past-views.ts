import { openPast, type PastLog, type PastOptions, type Revision } from '@klockwork/event-store';
import type { HttpApi } from '@klockwork/http-api';

/** Max JSON characters of all held views together; the newest view is held regardless. */
const PAST_CHARACTERS_MAX = 256 * 1024 * 1024;

/** View of the past: the API at a revision. */
export interface PastView {
  readonly http: HttpApi;
  close(): void;
}

/** Held view, and its size once it is open. */
interface HeldView {
  readonly view: Promise<PastView>;
  characters: number;
}

/** Views of the past by revision, opened on demand. The least recently used are closed first. */
export class PastViews {
  readonly #options: PastOptions;
  readonly #serve: (log: PastLog) => PastView;
  readonly #charactersMax: number;
  /** In order of use, the most recent last. */
  readonly #held = new Map<Revision, HeldView>();
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: PastOptions, serve: (log: PastLog) => PastView, charactersMax = PAST_CHARACTERS_MAX) {
    this.#options = options;
    this.#serve = serve;
    this.#charactersMax = charactersMax;
  }

  /** Revisions of the held views, the most recently used last. */
  get revisions(): readonly Revision[] {
    return [...this.#held.keys()];
  }

  /** Returns the API at a revision between 1 and the end of the log. Rejects with DamagedLogError. */
  async at(revision: Revision): Promise<HttpApi> {
    const view = this.#held.get(revision) ?? this.#open(revision);
    this.#held.delete(revision);
    this.#held.set(revision, view);
    try {
      return (await view.view).http;
    } catch (error) {
      if (this.#held.get(revision) === view) this.#held.delete(revision);
      throw error;
    }
  }

  close(): void {
    for (const revision of this.revisions) this.#letGo(revision);
  }

  /** Opens one view at a time, which bounds the memory of many first requests. */
  #open(revision: Revision): HeldView {
    const openView = this.#last.then(async () => {
      const log = await openPast(this.#options, revision);
      view.characters = log.characters;
      this.#evict(revision);
      return this.#serve(log);
    });
    const view: HeldView = { view: openView, characters: 0 };
    this.#last = openView.catch(() => {});
    return view;
  }

  #evict(newest: Revision): void {
    let characters = 0;
    for (const [revision, view] of [...this.#held].reverse()) {
      characters += view.characters;
      if (characters > this.#charactersMax && view.characters > 0 && revision !== newest) this.#letGo(revision);
    }
  }

  #letGo(revision: Revision): void {
    const heldView = this.#held.get(revision);
    this.#held.delete(revision);
    // The caller of a view whose opening fails gets its error.
    heldView?.view.then(
      (view) => view.close(),
      () => {},
    );
  }
}
