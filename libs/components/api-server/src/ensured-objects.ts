import { semanticEqual } from '@klockwork/api-machinery';
import { type Cause, type Journal, JournalFailedError, timerCause } from '@klockwork/event-store';
import { ApiError, type Cancel, type Clock, copy, nextWhole, StoppedError, type TimerName } from '@klockwork/kernel';
import type { Registry } from '@klockwork/registry';
import { type KubeObject, keyText, type ObjectKey, type ResourceRef } from '@klockwork/resources';
import { builtInKind, ownWrite } from './own-write.ts';

/** An object that the server makes again when it was deleted, and puts right when it was changed. */
export interface EnsuredObject {
  readonly resource: ResourceRef;
  readonly namespace: string;
  readonly body: KubeObject;
  /** The fields of its top that are to be as in `body`; labels as well; of others nothing is minded. */
  readonly fields: readonly string[];
  /** The object that is there as it is to be, where that is more than fields. */
  mend?(present: KubeObject): KubeObject;
  /** Who owns what is written of it. */
  readonly manager?: string;
  /** Looked for at whole multiples of this, in ms of lab time. */
  readonly periodMs: number;
}

/** What the objects are kept with. */
export interface EnsurerPorts {
  readonly journal: Journal;
  readonly registry: Registry;
  readonly clock: Clock;
}

const TIMER: TimerName = { name: 'kept-object' };

/**
 * Keeps what a cluster has to have. Upstream looks every so often whether it is there (`pkg/controlplane/controller/kubernetesservice`
 * and `systemnamespaces`); here a timer is set when it is not, for the instant at which it would be found.
 */
export function ensureObjects(kept: readonly EnsuredObject[], parts: EnsurerPorts): Cancel {
  const ensurers = new Map(kept.map((one) => [keyText(keyOf(one)), new ObjectEnsurer(one, parts)]));
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

  constructor(kept: EnsuredObject, parts: EnsurerPorts) {
    this.#kept = kept;
    this.#parts = parts;
  }

  /** It has changed, or it is gone. */
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
    const mended = copy(object) as KubeObject & Record<string, unknown>;
    const wanted = body as unknown as Readonly<Record<string, unknown>>;
    for (const field of fields) mended[field] = withFields(mended[field], wanted[field]);
    const labels = { ...mended.metadata?.labels, ...body.metadata?.labels };
    if (Object.keys(labels).length > 0) mended.metadata = { ...mended.metadata, labels };
    return mended;
  }

  /** False when it is to be tried again. */
  async #mend(cause: Cause): Promise<boolean> {
    const { registry } = this.#parts;
    const { resource, namespace, body, manager } = this.#kept;
    const asked = ownWrite({ correlationId: 'kept-object', cause, manager });
    const kind = builtInKind(resource);
    const present = this.#present();
    try {
      if (present === undefined) await registry.create({ kind, namespace, body }, asked);
      else if (!this.#isRight(present)) {
        const target = { kind, namespace, name: body.metadata?.name ?? '' };
        await registry.update({ target, subresource: '', change: (object) => this.#mended(object) }, asked);
      }
      return true;
    } catch (error) {
      if (error instanceof ApiError) return false;
      // The process ends, and another begins by making what is not there.
      if (!(error instanceof JournalFailedError) && !(error instanceof StoppedError)) throw error;
      return true;
    }
  }
}

/** A part of an object with what is wanted in it: fields of objects one by one, all else as a whole. */
function withFields(present: unknown, wanted: unknown): unknown {
  if (Array.isArray(wanted) || typeof wanted !== 'object' || wanted === null) return wanted;
  return { ...(present as object), ...wanted };
}

function keyOf({ resource: { group, resource }, namespace, body }: EnsuredObject): ObjectKey {
  return { group, resource, namespace, name: body.metadata?.name ?? '' };
}
