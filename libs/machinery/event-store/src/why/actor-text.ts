import type { Actor } from '../log-event.ts';

/**
 * Returns the short form of an actor: `system:node:node-1` → `node-1`, `system:serviceaccount:kube-system:deployment-controller` →
 * `deployment-controller`; for people, their client.
 */
export function actorText(actor: Actor): string {
  if (!actor.user.startsWith('system:')) return actor.userAgent.split('/')[0] || actor.user;
  return actor.user.slice(actor.user.lastIndexOf(':') + 1);
}
