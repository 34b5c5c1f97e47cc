import type { Cause } from '@klockwork/event-store';

/** Somebody put the manifest where it is: what began all that its pod does. */
export const MANIFEST: Cause = { trigger: 'request', name: 'manifest' };

/** The cause of what a static pod does: where it leads to no event of the log, because there was none, its manifest began it. */
export function rootedCause(cause: Cause): Cause {
  const isRooted = cause.revision !== undefined || cause.trigger === 'boot' || cause.trigger === 'request';
  return isRooted ? cause : MANIFEST;
}
