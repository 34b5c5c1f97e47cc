/** Bug of ours. Never caught on purpose: the process exits and restarts from the log. */
export class AssertionError extends Error {
  override readonly name = 'AssertionError';
}

/**
 * Throws {@link AssertionError}, which ends the process, if `condition` is false. For our own bugs, never for bad input. A message function
 * runs only on failure; hot assertions use one.
 */
export function assert(condition: unknown, message: string | (() => string)): asserts condition {
  if (!condition) throw new AssertionError(typeof message === 'string' ? message : message());
}

/** Marks a branch that a closed union excludes. */
export function unreachable(value: never): never {
  throw new AssertionError(`unreachable: ${JSON.stringify(value)}`);
}
