/** A bug of ours. Nothing catches it on purpose: the process ends and is started again from the log. */
export class AssertionError extends Error {
  override readonly name = 'AssertionError';
}

/**
 * Ends the process, by throwing {@link AssertionError}, when `condition` does not hold. For our own bugs, never for bad input.
 * A message that is asked for costs nothing until then: what every write asserts has one of those.
 */
export function assert(condition: unknown, message: string | (() => string)): asserts condition {
  if (!condition) throw new AssertionError(typeof message === 'string' ? message : message());
}

/** Marks a branch that a closed union makes unreachable. */
export function unreachable(value: never): never {
  throw new AssertionError(`unreachable: ${JSON.stringify(value)}`);
}
