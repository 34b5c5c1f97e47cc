import { keyText, type ObjectKey } from '@klockwork/resources';
import { kindName } from './kind-name.ts';
import type { LiveObject } from './live-object.ts';
import type { StampedWrite } from './log-draft.ts';
import type { Revision } from './revision.ts';

/** Stamped writes that are not durable yet, newest by object and by kind: the basis for decisions, invisible to readers. */
export class PendingWrites {
  readonly #byKind = new Map<string, { revision: Revision; readonly byKey: Map<string, StampedWrite> }>();

  add(write: StampedWrite): void {
    const { key, revision } = write.event;
    const name = kindName(key);
    const kind = this.#byKind.get(name) ?? { revision, byKey: new Map() };
    kind.revision = revision;
    kind.byKey.set(keyText(key), write);
    this.#byKind.set(name, kind);
  }

  /** Removes a durable write, unless a newer one replaced it. Writes settle in order of addition. */
  settle({ event }: StampedWrite): void {
    const [name, text] = [kindName(event.key), keyText(event.key)];
    const byKey = this.#byKind.get(name)?.byKey;
    if (byKey?.get(text)?.event.revision !== event.revision) return;
    byKey.delete(text);
    if (byKey.size === 0) this.#byKind.delete(name);
  }

  /** Removes all writes: none was stored. */
  clear(): void {
    this.#byKind.clear();
  }

  /** Returns the newest pending state of an object: 'deleted', its value, or undefined without a pending write. */
  latest(key: ObjectKey): LiveObject | 'deleted' | undefined {
    const write = this.#byKind.get(kindName(key))?.byKey.get(keyText(key));
    if (write === undefined) return undefined;
    return write.event.change === 'deleted' ? 'deleted' : write.live;
  }

  /** Returns the newest pending states of a kind's objects, including deletions. */
  of(kind: { group: string; resource: string }): Iterable<StampedWrite> {
    return this.#byKind.get(kindName(kind))?.byKey.values() ?? [];
  }

  kindRevision(kind: { group: string; resource: string }): Revision | undefined {
    return this.#byKind.get(kindName(kind))?.revision;
  }
}
