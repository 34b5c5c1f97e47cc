import { DecodeError } from './decode-error.ts';

/**
 * Max number of values in a body, including nested ones. A maximal stored object, 1.5 MiB, has far fewer. A body of empty items could hold
 * 1.5 million, and validation uses kilobytes per item.
 */
export const BODY_VALUES_MAX = 250_000;

/** Throws {@link DecodeError} for more than {@link BODY_VALUES_MAX}. Upstream has no such bound, and pays for it with memory. */
export function checkValues(count: number): void {
  if (count > BODY_VALUES_MAX) throw new DecodeError(`exceeded max number of values: ${BODY_VALUES_MAX}`);
}
