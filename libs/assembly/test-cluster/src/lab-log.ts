import type { LogEvent, StoredEvent } from '@klockwork/event-store';
import { FoldedState } from './folded-state.ts';

/** Events of a lab of processes, as its log streams them, and the objects of the newest one. */
export class LabLog {
  readonly state = new FoldedState();
  readonly #events: StoredEvent[] = [];
  readonly #waits = new Set<{ readonly revision: number; readonly resolve: () => void }>();

  get events(): readonly StoredEvent[] {
    return this.#events;
  }

  /** Takes the next line of the log; known revisions, which a second stream repeats, are skipped. */
  take(line: LogEvent): void {
    if (line.revision <= this.state.revision) return;
    const { object, ...event } = line;
    const storedEvent: StoredEvent = { ...event, objectJson: JSON.stringify(object ?? withoutData(line)) };
    this.#events.push(storedEvent);
    this.state.apply(storedEvent);
    for (const wait of this.#waits)
      if (wait.revision <= line.revision) {
        this.#waits.delete(wait);
        wait.resolve();
      }
  }

  /** Resolves once `state` has a revision of the cluster. */
  reached(revision: number): Promise<void> {
    if (revision <= this.state.revision) return Promise.resolve();
    return new Promise((resolve) => this.#waits.add({ revision, resolve }));
  }
}

/** Identity of an object that the log does not show: a Secret. */
function withoutData({ key, uid, revision }: LogEvent): object {
  const { namespace, name } = key;
  const place = namespace === '' ? {} : { namespace };
  return { apiVersion: 'v1', kind: 'Secret', metadata: { ...place, name, uid, resourceVersion: String(revision) } };
}
