import type { Actor } from '../log-event.ts';

/** `system:node:node-1` → `node-1`, `system:serviceaccount:kube-system:deployment-controller` → `deployment-controller`; a person by their client. */
export function actorText(actor: Actor): string {
  if (!actor.user.startsWith('system:')) return actor.userAgent.split('/')[0] || actor.user;
  return actor.user.slice(actor.user.lastIndexOf(':') + 1);
}
