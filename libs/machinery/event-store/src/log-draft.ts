import { ApiError, deepFreeze, isLongerThan, type LabTime } from '@klockwork/kernel';
import type { KubeObject, ObjectKey } from '@klockwork/resources';
import type { Cause } from './cause.ts';
import { LiveObject } from './live-object.ts';
import type { Actor, LogEvent } from './log-event.ts';
import type { Revision } from './revision.ts';
import type { WholeEvent } from './stored-event.ts';

/** Decided write, to which the journal assigns revisions and time. */
export interface LogDraft {
  readonly key: ObjectKey;
  readonly uid: string;
  /** Event type in past tense: PodBound. */
  readonly type: string;
  readonly change: LogEvent['change'];
  /** Revision of `journal.latest(key)` at the decision; 0 for a new object. */
  readonly previousRevision: Revision;
  readonly actor: Actor;
  readonly correlationId: string;
  readonly cause: Cause;
  readonly data: Readonly<Record<string, unknown>>;
  /** Resulting object (for a deletion, the last one). The journal takes ownership, freezes it, and sets metadata.resourceVersion. */
  readonly object: KubeObject;
  readonly confidential?: true;
}

/** Event on its way into the log, with its object in its final form. */
export interface StampedWrite {
  readonly event: WholeEvent;
  readonly live: LiveObject;
}

/** Position of a draft in the log. */
export interface Stamp {
  readonly revision: Revision;
  readonly previousRevisionOfKind: Revision;
  readonly at: LabTime;
}

/** Maximum request size of etcd. Models `DefaultMaxRequestBytes` of `etcd/server/embed/config.go`. */
const OBJECT_BYTES_MAX = 1.5 * 1024 * 1024;

/**
 * Creates the event of a draft and the JSON text of its deep-frozen object. Throws ApiError 500 without a reason for an object above 1.5
 * MiB, as upstream does for etcd's error.
 */
export function stamp(draft: LogDraft, place: Stamp): StampedWrite {
  const object = withResourceVersion(draft.object, place.revision);
  const { key, uid, type, change, previousRevision, actor, correlationId, cause, data, confidential } = draft;
  const event: WholeEvent = {
    revision: place.revision,
    previousRevision,
    previousRevisionOfKind: place.previousRevisionOfKind,
    key,
    uid,
    type,
    change,
    at: place.at,
    actor,
    correlationId,
    cause,
    data,
    ...(confidential && { confidential }),
    object,
  };
  const json = JSON.stringify(object);
  if (isLongerThan(json, OBJECT_BYTES_MAX)) throw new ApiError({ code: 500, reason: '', message: 'etcdserver: request is too large' });
  deepFreeze(object);
  return { event, live: new LiveObject({ key, revision: place.revision, json, object }) };
}

/** Copies only changed levels: a draft may share frozen parts with the previous object. */
function withResourceVersion(object: KubeObject, revision: Revision): KubeObject {
  return { ...object, metadata: { ...object.metadata, resourceVersion: String(revision) } };
}
