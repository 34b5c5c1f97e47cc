import type { Actor, Cause } from '@klockwork/event-store';
import type { ServedForm } from '@klockwork/resources';
import { managerOf } from './manager-name.ts';

/** How unknown and repeated fields of a body are met. Models `metav1.FieldValidation…`. */
export type FieldValidation = 'Strict' | 'Warn' | 'Ignore';

/** Actor, cause and options of a write. */
export interface WriteRequest {
  readonly actor: Actor;
  /** Groups of the actor by its credential; absent: they follow from its name. */
  readonly groups?: readonly string[] | undefined;
  /** Returns the whole identity of the actor, for webhooks and policies: the form of `authentication.k8s.io/v1.UserInfo`. */
  readonly identity?: (() => object) | undefined;
  readonly correlationId: string;
  readonly cause: Cause;
  /** Facts behind a component's decision, added to the data of the event. */
  readonly facts?: Readonly<Record<string, unknown>>;
  /** Manager of the changed fields: `fieldManager`, or {@link managerOf} the user agent. */
  readonly manager: string;
  /** Version and form of the request's objects; by default the stored one. */
  readonly form?: ServedForm;
  /** Runs all checks and appends nothing. */
  readonly dryRun: boolean;
  readonly fieldValidation: FieldValidation;
  /** Returns the options as sent, for webhooks; none by default. */
  readonly options?: () => Readonly<Record<string, unknown>>;
  /** Adds the text of a `Warning:` header. */
  warn(text: string): void;
}

/** Actor of the API server's own writes. */
export const API_SERVER: Actor = { user: 'system:apiserver', userAgent: 'klockwork-api-server' };

/** Actor, occasion and cause of a write. */
export type WriteOrigin = Pick<WriteRequest, 'actor' | 'correlationId' | 'cause'> &
  Partial<Pick<WriteRequest, 'manager' | 'fieldValidation' | 'facts'>>;

/** Returns a request without dry run that drops warnings. Default manager: by user agent. */
export function writeRequest({ actor, correlationId, cause, manager, fieldValidation = 'Ignore', facts }: WriteOrigin): WriteRequest {
  return {
    actor,
    correlationId,
    cause,
    manager: manager ?? managerOf(actor.userAgent),
    dryRun: false,
    fieldValidation,
    ...(facts && { facts }),
    warn() {},
  };
}
