import type { LogFields, Logger } from './logger.ts';

/** Returns the stack of an Error, or the text of any other thrown value. */
export function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? `${error.name}: ${error.message}`) : String(error);
}

/** Returns the message of an Error, or the text of any other thrown value. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/**
 * Logs a contained failure of our own code: `fields` name the place, and `stack` is added. No other log line has a `stack`: simulations and
 * fuzzers treat each as a bug.
 */
export function logFailure(logger: Logger, fields: LogFields, error: unknown): void {
  logger.error({ ...fields, stack: stackOf(error) }, 'a failure was contained');
}
