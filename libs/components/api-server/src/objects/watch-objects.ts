import { type ApiError, type Cancel, type Clock, secondsToMs } from '@klockwork/kernel';
import { selectionOf, type WatchOptions } from '@klockwork/registry';
import { BoundedWriter } from '../answers/bounded-writer.ts';
import type { ApiStream, ByteSink } from '../http.ts';
import { int64Of } from '../routing/int64.ts';
import { nameSelector } from './name-selector.ts';
import type { ObjectCall } from './object-call.ts';
import { type Rendering, renderingOf } from './projected-answer.ts';
import { storedKind } from './served-kind.ts';
import { bookmarkLine, errorLine, eventLine } from './watch-lines.ts';
import { refusedStart, watchStart } from './watch-start.ts';

/** Lines that may wait for a slow watcher. */
export const WATCH_PENDING_LINES_MAX = 10_000;
/** How long a watch lasts at least when the client does not say: upstream's `--min-request-timeout`, up to doubled by chance. */
const WATCH_SECONDS_MIN = 1_800;

/** Opens a watch: a line per event until the client goes, the time is over, or it can no longer keep up. */
export function watchObjects(call: ObjectCall): ApiStream {
  const { query, kind, path, services, request } = call;
  const { revision } = services.registry;
  const rendering = onGoing(renderingOf(kind, { accept: request.headers.accept, query, now: 0, form: 'watch' }), services.clock);
  const fieldSelector = nameSelector(query.text('fieldSelector'), path.name);
  const selection = selectionOf(kind, { namespace: path.namespace, labelSelector: query.text('labelSelector'), fieldSelector });
  const start = watchStart(query, revision);
  const refused = refusedStart(query, start, revision);
  const timeoutMs = timeoutOf(call);
  const options = { selection, start, bookmarks: query.flag('allowWatchBookmarks') };
  return {
    status: 200,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-cache, private' },
    watch: true,
    start: (sink) => {
      const stream = new WatchStream(call, rendering, sink);
      if (refused === undefined) stream.open(options, timeoutMs);
      else stream.fail(refused);
    },
  };
}

/** A rendering of all that is yet to come: the ages in a table are those of the moment it is made. */
function onGoing(rendering: Rendering, clock: Clock): Rendering {
  return {
    ...rendering,
    get now() {
      return clock.now();
    },
  };
}

/** A watch on its way to one client. */
class WatchStream {
  readonly #call: ObjectCall;
  readonly #rendering: Rendering;
  readonly #writer: BoundedWriter;
  readonly #cleanups: Cancel[] = [];
  #first = true;
  #over = false;

  constructor(call: ObjectCall, rendering: Rendering, sink: ByteSink) {
    this.#call = call;
    this.#rendering = rendering;
    this.#writer = new BoundedWriter(sink, { pendingMax: WATCH_PENDING_LINES_MAX, onCutOff: () => this.#finish() });
  }

  open(options: WatchOptions, timeoutMs: number): void {
    const { services, kind, request } = this.#call;
    this.#onFinish(services.clock.after(timeoutMs, { name: 'watch-timeout', upkeep: true }, () => this.#finish()));
    this.#onFinish(request.stop.onStop(() => this.#finish()));
    if (this.#over) return;
    const watch = services.registry.watch(storedKind(kind), options, {
      event: (event) => this.#write(eventLine(this.#rendering, event, this.#first)),
      bookmark: (revision, initialEventsEnd) =>
        this.#write(bookmarkLine(this.#rendering, revision, { initialEventsEnd, first: this.#first })),
      failed: (error) => this.fail(error),
    });
    this.#onFinish(() => watch.stop());
  }

  /** Says why the watch cannot go on, and ends it. */
  fail({ status }: ApiError): void {
    this.#write(errorLine(status));
    this.#finish();
  }

  #write(line: string): void {
    this.#first = false;
    this.#writer.write(line);
  }

  /** Keeps what is to be undone at the end; undoes it at once when the end has come already. */
  #onFinish(cleanup: Cancel): void {
    if (this.#over) cleanup();
    else this.#cleanups.push(cleanup);
  }

  #finish(): void {
    if (this.#over) return;
    this.#over = true;
    for (const cleanup of this.#cleanups.splice(0)) cleanup();
    this.#writer.end();
  }
}

function timeoutOf({ query, services }: ObjectCall): number {
  const asked = int64Of(query, 'timeoutSeconds') ?? 0;
  if (asked !== 0) return Math.max(0, secondsToMs(asked));
  return (WATCH_SECONDS_MIN + services.random.integer(WATCH_SECONDS_MIN)) * 1_000;
}
