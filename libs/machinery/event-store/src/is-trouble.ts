import { AppendRefusedError } from './append-refused-error.ts';
import { DamagedLogError } from './damaged-log-error.ts';

/** Error of the store that changed nothing. */
export type LogTrouble = AppendRefusedError | DamagedLogError;

/** Returns whether an error of the store changed nothing: the journal continues. */
export function isTrouble(error: unknown): error is LogTrouble {
  return error instanceof AppendRefusedError || error instanceof DamagedLogError;
}
