import type { Actor, Cause } from '@klockwork/event-store';

/** How unknown and repeated fields of a body are met. Models `metav1.FieldValidation…`. */
export type FieldValidation = 'Strict' | 'Warn' | 'Ignore';

/** Who writes, why, and how. Goes with every write. */
export interface WriteRequest {
  readonly actor: Actor;
  readonly correlationId: string;
  readonly cause: Cause;
  /** Who comes to own the fields that the write changes: `fieldManager`, or what {@link managerOf} makes of the user agent. */
  readonly manager: string;
  /** The whole path is walked and nothing is appended. */
  readonly dryRun: boolean;
  readonly fieldValidation: FieldValidation;
  /** Takes the text of a `Warning:` header. */
  warn(text: string): void;
}
