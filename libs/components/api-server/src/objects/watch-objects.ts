import type { Revision } from '@klockwork/event-store';
import type { ApiStream, ByteSink, LinePieces } from '@klockwork/http-api';
import { type ApiError, type Cancel, type Clock, type Status, secondsToMs } from '@klockwork/kernel';
import { selectionOf, type WatchEvent, type Watcher, type WatchOptions } from '@klockwork/registry';
import { BoundedWriter } from '../answers/bounded-writer.ts';
import { int64Of } from '../routing/int64.ts';
import { watchConverted } from './converted-watch.ts';
import { nameSelector } from './name-selector.ts';
import type { ObjectCall } from './object-call.ts';
import { type Rendering, renderingOf } from './projected-answer.ts';
import { storedKind } from './served-kind.ts';
import { bookmarkLine, errorLine, eventLine, initialPieces } from './watch-lines.ts';
import { startRefusal, watchStart } from './watch-start.ts';

/** Max events waiting for a slow watcher, all in the journal's memory. The watcher is disconnected earlier if one leaves that memory. */
const WATCH_PENDING_LINES_MAX = 10_000;
/** Min duration of a watch without time-out: upstream's `--min-request-timeout`, randomly up to doubled. */
const WATCH_SECONDS_MIN = 1_800;

/** Opens a watch: writes a line per event until the client disconnects, the time-out passes, or the client is too slow. */
export function watchObjects(call: ObjectCall): ApiStream {
  const { query, kind, path, services, request } = call;
  const { revision } = services.registry;
  const rendering = onGoing(renderingOf(kind, { accept: request.headers.accept, query, now: 0, form: 'watch' }), services.clock);
  const fieldSelector = nameSelector(query.text('fieldSelector'), path.name);
  const selection = selectionOf(kind, { namespace: path.namespace, labelSelector: query.text('labelSelector'), fieldSelector });
  const start = watchStart(query, revision);
  const refusedError = startRefusal(query, start, revision);
  const timeoutMs = timeoutOf(call);
  const options = { selection, start, bookmarks: query.flag('allowWatchBookmarks') };
  return {
    status: 200,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-cache, private' },
    watch: true,
    start: (sink) => {
      const stream = new WatchStream(call, rendering, sink);
      if (refusedError === undefined) stream.open(options, timeoutMs);
      else stream.fail(refusedError);
    },
  };
}

/** Returns a rendering for future events: ages in Tables refer to the moment of writing. */
function onGoing(rendering: Rendering, clock: Clock): Rendering {
  return {
    ...rendering,
    get now() {
      return clock.now();
    },
  };
}

/** Item of a watch. Its line is built once the client accepts more data. */
type WatchItem =
  | WatchEvent
  | { readonly type: 'BOOKMARK'; readonly revision: Revision; readonly initialEventsEnd: boolean }
  | { readonly type: 'ERROR'; readonly revision: Revision; readonly status: Status };

class WatchStream {
  readonly #call: ObjectCall;
  readonly #rendering: Rendering;
  readonly #writer: BoundedWriter<WatchItem>;
  readonly #cleanups: Cancel[] = [];
  #first = true;
  #over = false;

  constructor(call: ObjectCall, rendering: Rendering, sink: ByteSink) {
    this.#call = call;
    this.#rendering = rendering;
    const { registry } = call.services;
    const startRevision = registry.revision;
    this.#writer = new BoundedWriter(sink, {
      textOf: (entry) => this.#line(entry),
      pendingMax: WATCH_PENDING_LINES_MAX,
      // Waiting items are in the journal's memory anyway. Past items are read in parts, each after the client took the previous one.
      mayWait: (longest, addedItem) => registry.remembers(longest.revision) || addedItem.revision <= startRevision,
      onCutOff: () => this.#finish(),
    });
  }

  open(options: WatchOptions, timeoutMs: number): void {
    const { services, kind, request } = this.#call;
    this.#onFinish(this.#limit(timeoutMs));
    this.#onFinish(request.stop.onStop(() => this.#finish()));
    if (this.#over) return;
    const watcher: Watcher = {
      event: (event) => this.#writer.write(event),
      initial: (events) => this.#writer.writeFirst(this.#initialLines(events)),
      bookmark: (revision, initialEventsEnd) => this.#writer.write({ type: 'BOOKMARK', revision, initialEventsEnd }),
      drained: () => this.#writer.drained(),
      cutOff: () => this.#finish(),
      failed: (error) => this.fail(error),
    };
    const { registry } = services;
    const watch =
      kind.conversion === undefined
        ? registry.watch(storedKind(kind), options, watcher)
        : watchConverted(registry, kind, { options, watcher });
    this.#onFinish(() => watch.stop());
  }

  /** Ends the watch after a time of the client, which is host time wherever a host exists (docs/adr/0029-programs-outside-on-lab-time.md). */
  #limit(timeoutMs: number): Cancel {
    const { clock, hostTimer } = this.#call.services;
    const end = () => this.#finish();
    return hostTimer?.set(timeoutMs, end) ?? clock.after(timeoutMs, { name: 'watch-timeout', upkeep: true }, end);
  }

  /** Writes an error line and ends the watch. */
  fail({ status }: ApiError): void {
    this.#writer.write({ type: 'ERROR', revision: this.#call.services.registry.revision, status });
    this.#finish();
  }

  *#initialLines(events: Iterable<WatchEvent>): Generator<LinePieces> {
    for (const event of events) yield initialPieces(this.#rendering, event, this.#takeFirst());
  }

  #line(item: WatchItem): string {
    const first = this.#takeFirst();
    if (item.type === 'ERROR') return errorLine(item.status);
    if (item.type === 'BOOKMARK') return bookmarkLine(this.#rendering, item.revision, { ...item, first });
    return eventLine(this.#rendering, item, first);
  }

  /** Returns true for the first line. */
  #takeFirst(): boolean {
    const first = this.#first;
    this.#first = false;
    return first;
  }

  /** Registers a cleanup; runs it immediately after the end. */
  #onFinish(cleanup: Cancel): void {
    if (this.#over) cleanup();
    else this.#cleanups.push(cleanup);
  }

  #finish(): void {
    if (this.#over) return;
    this.#over = true;
    for (const cleanup of this.#cleanups.splice(0)) cleanup();
    // A disconnected client takes no waiting items.
    if (this.#call.request.stop.stopped) this.#writer.abandon();
    else this.#writer.end();
  }
}

function timeoutOf({ query, services }: ObjectCall): number {
  const seconds = int64Of(query, 'timeoutSeconds') ?? 0;
  if (seconds !== 0) return Math.max(0, secondsToMs(seconds));
  return (WATCH_SECONDS_MIN + services.random.integer(WATCH_SECONDS_MIN)) * 1_000;
}
