import { fieldSelector, labelSelector, statusErrors } from '@klockwork/api-machinery';
import { ApiError, StopSource, secondsToMs, utf8 } from '@klockwork/kernel';
import type { Process } from '../../process.ts';
import { GROUP, VERSION, type WardleObject } from './wardle-kinds.ts';
import type { WardleStore } from './wardle-store.ts';
import type { Collection } from './wardle-writes.ts';

/** Query of a request by parameter. */
export type WardleQuery = ReadonlyMap<string, string>;

/** Duration of a watch without `timeoutSeconds`, in seconds. Models `MinRequestTimeout`. */
const WATCH_SECONDS = 1_800;

type Matches = (object: WardleObject) => boolean;

/** Returns a list of objects. Throws BadRequest for an invalid selector. */
export function listOf(store: WardleStore, { kind, namespace }: Collection, query: WardleQuery): object {
  const items = store.list(kind, namespace).filter(matchesOf(query));
  const metadata = { resourceVersion: String(store.revision) };
  return { kind: `${kind.kind}List`, apiVersion: `${GROUP}/${VERSION}`, metadata, items };
}

/** Returns the lines of a watch, until its time-out. Throws BadRequest, Invalid, and Expired for an old revision. */
export function watchOf(process: Process, store: WardleStore, collection: Collection, query: WardleQuery): AsyncGenerator<string> {
  if (query.has('sendInitialEvents')) throw withoutInitialEvents();
  const from = Number(query.get('resourceVersion') ?? 0);
  const seconds = Number(query.get('timeoutSeconds') ?? WATCH_SECONDS);
  if (!Number.isInteger(from) || !Number.isInteger(seconds)) throw statusErrors.badRequest('invalid watch parameters');
  const { kind, namespace } = collection;
  const matches = matchesOf(query);
  const isSeen: Matches = (object) => (namespace === '' || object.metadata.namespace === namespace) && matches(object);
  const initial = from === 0 ? store.list(kind, namespace).filter(isSeen) : [];
  const start = from === 0 ? store.revision : from;
  store.after(kind, start);
  return lines(process, { store, collection, isSeen, initial, start, seconds });
}

interface Watch {
  readonly store: WardleStore;
  readonly collection: Collection;
  readonly isSeen: Matches;
  readonly initial: readonly WardleObject[];
  readonly start: number;
  readonly seconds: number;
}

async function* lines(process: Process, { store, collection, isSeen, initial, start, seconds }: Watch): AsyncGenerator<string> {
  for (const object of initial) yield line('ADDED', object);
  const deadline = deadlineOf(process, seconds);
  try {
    for (let lastRevision = start; !deadline.isOver; ) {
      const { changed } = store;
      for (const { type, object, revision } of store.after(collection.kind, lastRevision)) {
        lastRevision = revision;
        if (isSeen(object)) yield line(type, object);
      }
      await Promise.race([changed, deadline.end]);
    }
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    yield line('ERROR', error.status);
  } finally {
    deadline.cancel();
  }
}

interface Deadline {
  readonly isOver: boolean;
  readonly end: Promise<void>;
  cancel(): void;
}

/** Ends after `seconds`, and with the process. */
function deadlineOf({ machine, killed }: Process, seconds: number): Deadline {
  const stop = new StopSource();
  const cancel = machine.clock.after(secondsToMs(seconds), { name: 'sample-apiserver-watch', upkeep: true }, () => stop.stop());
  const forget = killed.onStop(() => stop.stop());
  return {
    get isOver() {
      return stop.stopped;
    },
    end: new Promise((resolve) => stop.onStop(resolve)),
    cancel() {
      cancel();
      forget();
    },
  };
}

function line(type: string, object: object): string {
  return utf8.encode(`${JSON.stringify({ type, object })}\n`);
}

function matchesOf(query: WardleQuery): Matches {
  const labels = labelSelector.parse(query.get('labelSelector') ?? '');
  const fields = fieldSelector.parse(query.get('fieldSelector') ?? '');
  const unknown = fields.find(({ field }) => field !== 'metadata.name' && field !== 'metadata.namespace');
  if (unknown !== undefined) throw statusErrors.badRequest(`field label not supported: ${unknown.field}`);
  return ({ metadata }) =>
    labels.matches(metadata.labels) &&
    fieldSelector.matches(fields, (field) => (field === 'metadata.name' ? metadata.name : metadata.namespace) ?? '');
}

/** Models `ValidateListOptions` of a server without the feature WatchList: its clients list instead. */
function withoutInitialEvents(): ApiError {
  const detail = 'sendInitialEvents is forbidden for watch unless the WatchList feature gate is enabled';
  const error = { reason: 'FieldValueForbidden' as const, field: 'sendInitialEvents', message: `Forbidden: ${detail}` };
  return statusErrors.invalid({ group: 'meta.k8s.io', kind: 'ListOptions' }, '', [error]);
}
