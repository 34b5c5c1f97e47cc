import { semanticEqual } from '@klockwork/api-machinery';
import { type Cause, type Journal, JournalFailedError, timerCause } from '@klockwork/event-store';
import { ApiError, type Cancel, type Clock, copy, nextWhole, StoppedError, type TimerName } from '@klockwork/kernel';
import type { Registry } from '@klockwork/registry';
import { type KubeObject, keyText, type ObjectKey, type ResourceRef } from '@klockwork/resources';
import { builtInKind, ownWrite } from './own-write.ts';

/** Object that the server restores after deletion or change. */
export interface EnsuredObject {
  readonly resource: ResourceRef;
  readonly namespace: string;
  readonly body: KubeObject;
  /** Top-level fields restored from `body`. Labels always are; other fields are kept. */
  readonly fields: readonly string[];
  /** Returns the restored object, if its rule exceeds top-level fields. */
  mend?(present: KubeObject): KubeObject;
  /** Manager of the restored fields. */
  readonly manager?: string;
  /** Period in ms of lab time; restoration happens at whole multiples. */
  readonly periodMs: number;
}

/** Dependencies of object restoration. */
export interface EnsurerPorts {
  readonly journal: Journal;
  readonly registry: Registry;
  readonly clock: Clock;
}

const TIMER: TimerName = { name: 'kept-object' };

/**
 * Restores required objects. Upstream polls for them (`pkg/controlplane/controller/kubernetesservice` and `systemnamespaces`); here a
 * change sets a timer for the instant of upstream's next poll.
 */
export function ensureObjects(objects: readonly EnsuredObject[], parts: EnsurerPorts): Cancel {
  const ensurers = new Map(objects.map((one) => [keyText(keyOf(one)), new ObjectEnsurer(one, parts)]));
  const stop = parts.journal.onCommitted(({ event }) => ensurers.get(keyText(event.key))?.look(event.revision));
  return () => {
    stop();
    for (const ensurer of ensurers.values()) ensurer.stop();
  };
}

class ObjectEnsurer {
  readonly #kept: EnsuredObject;
  readonly #parts: EnsurerPorts;
  #cancel: Cancel | undefined;

  constructor(object: EnsuredObject, parts: EnsurerPorts) {
    this.#kept = object;
    this.#parts = parts;
  }

  /** Handles a change or deletion of the object. */
  look(revision: number): void {
    if (this.#cancel !== undefined || this.#isRight(this.#present())) return;
    const { clock } = this.#parts;
    const { resource, namespace, body, periodMs } = this.#kept;
    const timer = { ...TIMER, object: [resource.resource, namespace, body.metadata?.name].filter(Boolean).join('/') };
    this.#cancel = clock.at(nextWhole(periodMs, clock.now()), timer, () => {
      this.#cancel = undefined;
      void this.#mend(timerCause(TIMER, { revision })).then((done) => (done ? undefined : this.look(revision)));
    });
  }

  stop(): void {
    this.#cancel?.();
  }

  #present(): KubeObject | undefined {
    return this.#parts.journal.latest(keyOf(this.#kept))?.object;
  }

  #isRight(object: KubeObject | undefined): boolean {
    return object !== undefined && semanticEqual(object, this.#mended(object));
  }

  #mended(object: KubeObject): KubeObject {
    const { body, fields } = this.#kept;
    if (this.#kept.mend !== undefined) return this.#kept.mend(object);
    const mendedObject = copy(object) as KubeObject & Record<string, unknown>;
    const wantedBody: Readonly<Record<string, unknown>> = { ...body };
    for (const field of fields) mendedObject[field] = withFields(mendedObject[field], wantedBody[field]);
    const labels = { ...mendedObject.metadata?.labels, ...body.metadata?.labels };
    if (Object.keys(labels).length > 0) mendedObject.metadata = { ...mendedObject.metadata, labels };
    return mendedObject;
  }

  /** Returns false to retry. */
  async #mend(cause: Cause): Promise<boolean> {
    const { registry } = this.#parts;
    const { resource, namespace, body, manager } = this.#kept;
    const request = ownWrite({ correlationId: 'kept-object', cause, manager });
    const kind = builtInKind(resource);
    const present = this.#present();
    try {
      if (present === undefined) await registry.create({ kind, namespace, body }, request);
      else if (!this.#isRight(present)) {
        const target = { kind, namespace, name: body.metadata?.name ?? '' };
        await registry.update({ target, subresource: '', change: (object) => this.#mended(object) }, request);
      }
      return true;
    } catch (error) {
      if (error instanceof ApiError) return false;
      // The process ends, and its successor restores missing objects at start.
      if (!(error instanceof JournalFailedError) && !(error instanceof StoppedError)) throw error;
      return true;
    }
  }
}

/** Merges the expected value into a field: objects by key, other values whole. */
function withFields(present: unknown, wantedFields: unknown): unknown {
  if (Array.isArray(wantedFields) || typeof wantedFields !== 'object' || wantedFields === null) return wantedFields;
  return { ...(present as object), ...wantedFields };
}

function keyOf({ resource: { group, resource }, namespace, body }: EnsuredObject): ObjectKey {
  return { group, resource, namespace, name: body.metadata?.name ?? '' };
}
