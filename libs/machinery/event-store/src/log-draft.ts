import { ApiError, deepFreeze, type LabTime } from '@klockwork/kernel';
import type { KubeObject, ObjectKey } from '@klockwork/resources';
import type { Cause } from './cause.ts';
import { LiveObject } from './live-object.ts';
import type { Actor, LogEvent, Revision } from './log-event.ts';
import type { WholeEvent } from './stored-event.ts';

/** A write that was decided: the journal gives it its revisions and its time. */
export interface LogDraft {
  readonly key: ObjectKey;
  readonly uid: string;
  /** Past tense: PodBound. */
  readonly type: string;
  readonly change: LogEvent['change'];
  /** What the author decided on: the revision of `journal.latest(key)`, 0 when it is to be created. */
  readonly previousRevision: Revision;
  readonly actor: Actor;
  readonly correlationId: string;
  readonly cause: Cause;
  readonly data: Readonly<Record<string, unknown>>;
  /** The resulting object (for a deletion the last one). The journal takes it over, freezes it, and sets metadata.resourceVersion. */
  readonly object: KubeObject;
  readonly confidential?: true;
}

/** An event on its way into the log, with its object as readers will hold it. */
export interface StampedWrite {
  readonly event: WholeEvent;
  readonly live: LiveObject;
}

/** The place in the log that a draft gets. */
export interface Stamp {
  readonly revision: Revision;
  readonly previousRevisionOfKind: Revision;
  readonly at: LabTime;
}

/** What etcd takes in one request. Models `DefaultMaxRequestBytes` of `etcd/server/embed/config.go`. */
const OBJECT_BYTES_MAX = 1.5 * 1024 * 1024;

/**
 * Makes the event of a draft and the one JSON text of its object, which is deep-frozen.
 * Throws ApiError 500 without a reason for an object above 1.5 MiB: what upstream makes of etcd's refusal.
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
  if (isAbove(json, OBJECT_BYTES_MAX)) throw new ApiError({ code: 500, reason: '', message: 'etcdserver: request is too large' });
  deepFreeze(object);
  return { event, live: new LiveObject({ key, revision: place.revision, json, object }) };
}

/** Whether a text takes more bytes in UTF-8. Only of long ones they are counted: a character has three at most. */
function isAbove(text: string, bytesMax: number): boolean {
  if (text.length * 3 <= bytesMax) return false;
  let bytes = text.length;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    // A surrogate pair is two units and four bytes, so each half counts two.
    if (code >= 0x80) bytes += code < 0x800 || (code >= 0xd800 && code <= 0xdfff) ? 1 : 2;
  }
  return bytes > bytesMax;
}

/** A copy as deep as the change: the draft may share frozen parts with the previous object. */
function withResourceVersion(object: KubeObject, revision: Revision): KubeObject {
  return { ...object, metadata: { ...object.metadata, resourceVersion: String(revision) } };
}
