import type { LogFields, Logger } from './logger.ts';

/** Stack of an Error; the text of anything else that was thrown. */
export function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? `${error.name}: ${error.message}`) : String(error);
}

/** Message of an Error; the text of anything else that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/**
 * Logs a failure of ours that stays where it happened: `fields` name the place, and `stack` is added. No other line of a log has a
 * `stack`: simulations and fuzzers take each as a bug.
 */
export function logFailure(logger: Logger, fields: LogFields, error: unknown): void {
  logger.error({ ...fields, stack: stackOf(error) }, 'a failure was contained');
}
