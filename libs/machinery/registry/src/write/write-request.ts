import type { Actor, Cause } from '@klockwork/event-store';
import type { ServedForm } from '@klockwork/resources';

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
