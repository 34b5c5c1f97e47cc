import { statusErrors } from '@klockwork/api-machinery';
import { ApiError } from '@klockwork/kernel';
import type { ListedObject, Registry, Selection, WatchEvent, Watcher, WatchOptions } from '@klockwork/registry';
import type { KindDefinition, KubeObject } from '@klockwork/resources';
import { eventConversion } from './event-conversion.ts';

/** Max events that wait for conversion. The watcher is cut off beyond. */
const WAITING_EVENTS_MAX = 10_000;

/** Opens a watch whose objects a webhook converts, in order. Selectors apply to the converted objects. */
export function watchConverted(
  registry: Registry,
  kind: KindDefinition,
  { options, watcher }: { readonly options: WatchOptions; readonly watcher: Watcher },
): { stop(): void } {
  const { namespace, key } = options.selection;
  const watchOptions = { ...(namespace !== undefined && { namespace }), everything: true, key: `unconverted ${key}`, matches: () => true };
  const convertedWatcher = new ConvertedWatcher({ registry, kind, selection: options.selection, watcher });
  const watch = registry.watch(kind, { ...options, selection: watchOptions }, convertedWatcher);
  return {
    stop() {
      convertedWatcher.stop();
      watch.stop();
    },
  };
}

interface ConvertedWatch {
  readonly registry: Registry;
  readonly kind: KindDefinition;
  readonly selection: Selection;
  readonly watcher: Watcher;
}

class ConvertedWatcher implements Watcher {
  readonly #watch: ConvertedWatch;
  #work: Promise<void> = Promise.resolve();
  #waiting = 0;
  #isOver = false;

  constructor(watch: ConvertedWatch) {
    this.#watch = watch;
  }

  stop(): void {
    this.#isOver = true;
  }

  event(event: WatchEvent): void {
    this.#enqueue(async () => {
      const convertedEvent = await this.#converted(event);
      if (convertedEvent !== undefined && !this.#isOver) this.#watch.watcher.event(convertedEvent);
    });
  }

  initial(events: Iterable<WatchEvent>): void {
    const all = [...events];
    this.#enqueue(async () => {
      const { selection, watcher } = this.#watch;
      const objects = await this.#inVersion(all);
      const convertedEvents = all.map((event, index) => withObject(event, objects[index] as ListedObject));
      if (!this.#isOver) watcher.initial(convertedEvents.filter(({ object }) => selection.matches(object)));
    });
  }

  bookmark(...bookmark: Parameters<Watcher['bookmark']>): void {
    this.#enqueue(async () => this.#watch.watcher.bookmark(...bookmark));
  }

  async drained(): Promise<void> {
    await this.#work;
    await this.#watch.watcher.drained();
  }

  cutOff(): void {
    this.stop();
    this.#watch.watcher.cutOff();
  }

  failed(error: ApiError): void {
    this.stop();
    this.#watch.watcher.failed(error);
  }

  /** Returns the watcher's view of a change, as `transition` of the registry; undefined if neither state matches. */
  async #converted(event: WatchEvent): Promise<WatchEvent | undefined> {
    const { selection } = this.#watch;
    const previous = selection.everything ? undefined : event.committed?.previous;
    const { registry, kind } = this.#watch;
    const object = await eventConversion(registry, kind, event);
    const before = previous && (await eventConversion(registry, kind, listed(previous)));
    if (selection.everything) return withObject(event, object);
    const matched = before !== undefined && selection.matches(before.object);
    if (event.type === 'DELETED') return matched ? withObject(event, object) : undefined;
    if (selection.matches(object.object)) return { ...withObject(event, object), type: matched ? 'MODIFIED' : 'ADDED' };
    return matched ? left(event, before.object) : undefined;
  }

  #inVersion(objects: readonly ListedObject[]): Promise<readonly ListedObject[]> {
    return this.#watch.registry.inVersion(this.#watch.kind, objects);
  }

  #enqueue(work: () => Promise<void>): void {
    if (this.#isOver) return;
    this.#waiting += 1;
    if (this.#waiting > WAITING_EVENTS_MAX) this.cutOff();
    this.#work = this.#work
      .then(() => (this.#isOver ? undefined : work()))
      .catch((error: unknown) => this.failed(error instanceof ApiError ? error : statusErrors.internalError(String(error))))
      .finally(() => {
        this.#waiting -= 1;
      });
  }
}

/** A converted event is not that of the log, whose text is cached. */
function withObject({ type, revision }: WatchEvent, { object, json }: ListedObject): WatchEvent {
  return { type, revision, object, json };
}

function listed(object: KubeObject): ListedObject {
  return { object, json: '' };
}

/** Returns the object in its last matching state, at the revision of the change. */
function left({ revision }: WatchEvent, previous: KubeObject): WatchEvent {
  const object = { ...previous, metadata: { ...previous.metadata, resourceVersion: String(revision) } };
  return { type: 'DELETED', revision, object, json: JSON.stringify(object) };
}
