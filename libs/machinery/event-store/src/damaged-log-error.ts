import { ApiError } from '@klockwork/kernel';
import type { Revision } from './log-event.ts';

/**
 * Thrown when what is stored is not what was appended: nothing of it is served. A Status 500 without a reason, which is what upstream
 * makes of an error of its store. The message is one sentence that names the file and the remedy.
 */
export class DamagedLogError extends ApiError {
  /** First revision that cannot be read; undefined when the damage lies elsewhere in the file. */
  readonly revision: Revision | undefined;

  constructor(message: string, revision?: Revision) {
    super({ code: 500, reason: '', message });
    this.revision = revision;
  }
}
