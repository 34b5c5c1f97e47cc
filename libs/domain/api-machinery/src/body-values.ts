import { DecodeError } from './decode-error.ts';

/**
 * How many values a body may hold, those within others included. An object as large as may be stored, 1.5 MiB, has far fewer; a body of
 * nothing but empty items has a million and a half, and each that is judged takes kilobytes.
 */
export const BODY_VALUES_MAX = 250_000;

/** Throws {@link DecodeError} for more than {@link BODY_VALUES_MAX}. Upstream has no such bound, and pays for it with memory. */
export function checkValues(count: number): void {
  if (count > BODY_VALUES_MAX) throw new DecodeError(`exceeded max number of values: ${BODY_VALUES_MAX}`);
}
