import type { LabTime } from '@klockwork/kernel';
import type { KubeObject, ObjectKey } from '@klockwork/resources';
import type { Cause } from './cause.ts';

/** Position in the log: 1, 2, 3 … without a gap. As text it is the object's `resourceVersion`. */
export type Revision = number;

/** Who asked. */
export interface Actor {
  readonly user: string;
  readonly userAgent: string;
}

/** One accepted write. Field names are those of docs/architecture.md and of `klockwork log -o json`. */
export interface LogEvent {
  readonly revision: Revision;
  /** Revision of this object's previous event; 0 when this one created it. */
  readonly previousRevision: Revision;
  /** Revision of the previous event of this kind (group and resource); 0 for the first. Tells an informer that it missed one. */
  readonly previousRevisionOfKind: Revision;
  readonly key: ObjectKey;
  readonly uid: string;
  /** Past tense: PodBound. */
  readonly type: string;
  readonly change: 'created' | 'updated' | 'deleted';
  readonly at: LabTime;
  readonly actor: Actor;
  /** The request it belongs to. */
  readonly correlationId: string;
  readonly cause: Cause;
  readonly data: Readonly<Record<string, unknown>>;
  /** Object and data stay in the store and the API: they never go over the bus (Secret). */
  readonly confidential?: true;
  /** The resulting object (for a deletion the last one), with `metadata.resourceVersion` = revision. Absent in hints of confidential or large events. */
  readonly object?: KubeObject;
  /** In hints of some kinds, in the place of the object: its metadata, without who owns which field. */
  readonly metadata?: NonNullable<KubeObject['metadata']>;
}
