import { AppendRefusedError, type CommittedEvent, type LiveObject, type Revision } from '@klockwork/event-store';
import { ApiError, type Cancel, type LabTime, wholeFrom } from '@klockwork/kernel';
import { type KindDefinition, type KubeObject, keyText, type ObjectKey } from '@klockwork/resources';
import type { RegistryContext } from './context.ts';
import { remove } from './write/delete.ts';
import { API_SERVER, type WriteRequest, writeRequest } from './write/write-request.ts';

interface DueObject {
  readonly at: LabTime;
  readonly key: ObjectKey;
  readonly revision: Revision;
}

/**
 * Objects expire at the first multiple of this period after their time to live, in ms of lab time: all of a minute together. Upstream's
 * Events of a minute share an etcd lease too: `leaseManager` of apiserver's `storage/etcd3`.
 */
const EXPIRY_PERIOD_MS = 60_000;
const TIMER = { name: 'object-expiry', upkeep: true } as const;
/** Max deletions at a time, so that a flood of Events is not followed by a flood of deletions. */
const EXPIRED_MAX = 500;

/**
 * Deletes objects when their kind's time to live since their last write has passed. Restarts do not extend it: objects that expired while
 * the lab was stopped are deleted first. (Etcd leases restart, so upstream keeps Events up to an hour longer.)
 */
export class Expiry {
  readonly #lines: readonly ExpiryLine[];

  constructor(context: RegistryContext) {
    this.#lines = context.kinds.filter(({ timeToLiveMs }) => timeToLiveMs !== undefined).map((kind) => new ExpiryLine(context, kind));
  }

  /** Number of objects that will expire. */
  get size(): number {
    return this.#lines.reduce((sum, line) => sum + line.size, 0);
  }

  close(): void {
    for (const line of this.#lines) line.close();
  }
}

/** Objects of one kind in order of expiry, which is their order of writes. */
class ExpiryLine {
  readonly #context: RegistryContext;
  readonly #kind: KindDefinition;
  readonly #timeToLiveMs: number;
  /** By key: a write moves its object to the end of the insertion order. */
  #due = new Map<string, DueObject>();
  readonly #stopListening: Cancel;
  #stopTimer: Cancel | undefined;

  constructor(context: RegistryContext, kind: KindDefinition) {
    this.#context = context;
    this.#kind = kind;
    this.#timeToLiveMs = kind.timeToLiveMs ?? 0;
    const expiries = [...context.journal.state.list(kind)].map((live) => this.#dueOf(live));
    for (const due of expiries.sort((a, b) => a.at - b.at || a.revision - b.revision)) this.#due.set(keyText(due.key), due);
    this.#stopListening = context.journal.onCommitted((event) => this.#take(event));
    this.#schedule();
  }

  get size(): number {
    return this.#due.size;
  }

  close(): void {
    this.#stopListening();
    this.#stopTimer?.();
  }

  #dueOf({ key, revision, passing }: LiveObject): DueObject {
    return { at: lastWrite(passing) + this.#timeToLiveMs, key, revision };
  }

  #take({ event }: CommittedEvent): void {
    const { key, revision } = event;
    if (key.group !== this.#kind.group || key.resource !== this.#kind.resource) return;
    this.#due.delete(keyText(key));
    if (event.change !== 'deleted') this.#due.set(keyText(key), { at: event.at + this.#timeToLiveMs, key, revision });
    this.#schedule();
  }

  #schedule(): void {
    const [first] = this.#due.values();
    if (first === undefined || this.#stopTimer !== undefined) return;
    this.#stopTimer = this.#context.clock.at(this.#nextDeletion(first.at), TIMER, () => {
      this.#stopTimer = undefined;
      this.#deleteExpired();
      this.#schedule();
    });
  }

  /** Remaining expired objects follow at the same instant. */
  #nextDeletion(at: LabTime): LabTime {
    return Math.max(wholeFrom(EXPIRY_PERIOD_MS, at), this.#context.clock.now());
  }

  #deleteExpired(): void {
    const now = this.#context.clock.now();
    const expiredObjects = [...this.#due.values()].slice(0, EXPIRED_MAX).filter(({ at }) => at <= now);
    for (const due of expiredObjects) {
      this.#due.delete(keyText(due.key));
      this.#delete(due);
    }
  }

  /** The store rejects writes for now: the object is first at the next period. */
  #retry({ key, revision }: Pick<DueObject, 'key' | 'revision'>): void {
    const at = this.#context.clock.now() + EXPIRY_PERIOD_MS;
    this.#due = new Map([[keyText(key), { at, key, revision }], ...this.#due]);
    this.#schedule();
  }

  /** Deletes this version only: a later write extends the object's life. */
  #delete({ key, revision }: DueObject): void {
    const target = { kind: this.#kind, namespace: key.namespace, name: key.name };
    const deletion = { preconditions: { resourceVersion: String(revision) } };
    remove(this.#context, { target, deletion }, expiryRequest(this.#context, revision)).catch((error: unknown) => {
      if (error instanceof AppendRefusedError) return this.#retry({ key, revision });
      if (!ApiError.is(error, 'NotFound') && !ApiError.is(error, 'Conflict')) throw error;
    });
  }
}

/** Returns the lab time of an object's last write from its metadata, in whole seconds. */
function lastWrite({ metadata = {} }: KubeObject): LabTime {
  const times = [metadata.creationTimestamp, ...(metadata.managedFields ?? []).map(({ time }) => time)];
  return Math.max(0, ...times.map((time) => Date.parse(time ?? '') || 0));
}

function expiryRequest({ random }: RegistryContext, revision: Revision): WriteRequest {
  const cause = { trigger: 'timer', name: 'object-expiry', revision } as const;
  return writeRequest({ actor: API_SERVER, correlationId: random.uuid(), cause, manager: 'kube-apiserver' });
}
