import type { Actor, Cause } from '@klockwork/event-store';
import type { ServedForm } from '@klockwork/resources';
import { managerOf } from './manager-name.ts';

/** How unknown and repeated fields of a body are met. Models `metav1.FieldValidation…`. */
export type FieldValidation = 'Strict' | 'Warn' | 'Ignore';

/** Who writes, why, and how. Goes with every write. */
export interface WriteRequest {
  readonly actor: Actor;
  readonly correlationId: string;
  readonly cause: Cause;
  /** Who comes to own the fields that the write changes: `fieldManager`, or what {@link managerOf} makes of the user agent. */
  readonly manager: string;
  /** The form in which the request speaks of the object; the stored one without it. */
  readonly form?: ServedForm;
  /** The whole path is walked and nothing is appended. */
  readonly dryRun: boolean;
  readonly fieldValidation: FieldValidation;
  /** Takes the text of a `Warning:` header. */
  warn(text: string): void;
}

/** Actor of the writes that the API server makes of its own accord. */
export const API_SERVER: Actor = { user: 'system:apiserver', userAgent: 'klockwork-api-server' };

/** Actor, occasion and cause of a write. */
export type WriteOrigin = Pick<WriteRequest, 'actor' | 'correlationId' | 'cause'> &
  Partial<Pick<WriteRequest, 'manager' | 'fieldValidation'>>;

/** Returns a request that is no dry run and drops warnings. By default the manager is that of the user agent. */
export function writeRequest({ actor, correlationId, cause, manager, fieldValidation = 'Ignore' }: WriteOrigin): WriteRequest {
  return {
    actor,
    correlationId,
    cause,
    manager: manager ?? managerOf(actor.userAgent),
    dryRun: false,
    fieldValidation,
    warn() {},
  };
}
