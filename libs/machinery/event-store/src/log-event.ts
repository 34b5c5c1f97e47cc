import type { LabTime } from '@klockwork/kernel';
import type { KubeObject, ObjectKey } from '@klockwork/resources';
import type { Cause } from './cause.ts';
import type { Revision } from './revision.ts';

/** Author of a request. */
export interface Actor {
  readonly user: string;
  readonly userAgent: string;
}

/** Accepted write. docs/architecture.md and `klockwork log -o json` use the same field names. */
export interface LogEvent {
  readonly revision: Revision;
  /** Revision of the object's previous event; 0 for a new object. */
  readonly previousRevision: Revision;
  /** Revision of the previous event of this kind (group and resource); 0 for the first. Informers detect gaps by this field. */
  readonly previousRevisionOfKind: Revision;
  readonly key: ObjectKey;
  readonly uid: string;
  /** Event type in past tense: PodBound. */
  readonly type: string;
  readonly change: 'created' | 'updated' | 'deleted';
  readonly at: LabTime;
  readonly actor: Actor;
  /** Id of the request. */
  readonly correlationId: string;
  readonly cause: Cause;
  readonly data: Readonly<Record<string, unknown>>;
  /** True if object and data must not be sent over the bus (Secret). */
  readonly confidential?: true;
  /**
   * Resulting object (for a deletion, the last one), with `metadata.resourceVersion` = revision. Absent in hints of confidential or large
   * events; without managed fields in other hints.
   */
  readonly object?: KubeObject;
  /** Object metadata without managed fields; replaces the object in hints of some kinds. */
  readonly metadata?: NonNullable<KubeObject['metadata']>;
}
