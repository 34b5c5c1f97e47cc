import type { Cause } from '@klockwork/event-store';

/** Placement of a manifest: the origin of a static pod's actions. */
export const MANIFEST: Cause = { trigger: 'request', name: 'manifest' };

/** Returns the cause of a static pod's action; without an event in the log, its manifest. */
export function rootedCause(cause: Cause): Cause {
  const isRooted = cause.revision !== undefined || cause.trigger === 'boot' || cause.trigger === 'request';
  return isRooted ? cause : MANIFEST;
}
