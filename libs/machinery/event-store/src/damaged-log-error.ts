import { ApiError } from '@klockwork/kernel';
import type { Revision } from './revision.ts';

/**
 * Rejected read of damaged events. Status 500 without a reason, as upstream returns for storage errors. The message is one sentence with
 * file and remedy.
 */
export class DamagedLogError extends ApiError {
  /** First unreadable revision; undefined for damage elsewhere in the file. */
  readonly revision: Revision | undefined;

  constructor(message: string, revision?: Revision) {
    super({ code: 500, reason: '', message });
    this.revision = revision;
  }
}
