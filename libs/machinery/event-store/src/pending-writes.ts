import { keyText, type ObjectKey } from '@klockwork/resources';
import { kindName } from './kind-name.ts';
import type { LiveObject } from './live-object.ts';
import type { StampedWrite } from './log-draft.ts';
import type { Revision } from './log-event.ts';

/** What was written but is not yet durable, newest by object and by kind: the write path decides on it, no reader sees it. */
export class PendingWrites {
  readonly #byKey = new Map<string, StampedWrite>();
  readonly #byKind = new Map<string, Revision>();

  add(write: StampedWrite): void {
    this.#byKey.set(keyText(write.event.key), write);
    this.#byKind.set(kindName(write.event.key), write.event.revision);
  }

  /** Takes a write off that is durable now, unless a newer one took its place. */
  settle({ event }: StampedWrite): void {
    const text = keyText(event.key);
    if (this.#byKey.get(text)?.event.revision === event.revision) this.#byKey.delete(text);
    if (this.#byKind.get(kindName(event.key)) === event.revision) this.#byKind.delete(kindName(event.key));
  }

  /** The newest pending state of an object: 'deleted', its value, or undefined when nothing is pending. */
  latest(key: ObjectKey): LiveObject | 'deleted' | undefined {
    const write = this.#byKey.get(keyText(key));
    if (write === undefined) return undefined;
    return write.event.change === 'deleted' ? 'deleted' : write.live;
  }

  /** All pending states of a kind's objects, deletions among them. */
  *of(kind: { group: string; resource: string }): Generator<StampedWrite> {
    for (const write of this.#byKey.values()) if (kindName(write.event.key) === kindName(kind)) yield write;
  }

  kindRevision(kind: { group: string; resource: string }): Revision | undefined {
    return this.#byKind.get(kindName(kind));
  }
}
