import type { Cause, LogEvent } from '@klockwork/event-store';

/** One event for people: revision, lab time, type, object, who, and what it was a reaction to. */
export function logLine(event: LogEvent): string {
  const { key } = event;
  const object = [key.resource, key.namespace, key.name].filter((part) => part !== '').join('/');
  return [
    String(event.revision).padStart(6),
    new Date(event.at).toISOString().slice(11, 23),
    event.type.padEnd(26),
    object.padEnd(44),
    actorText(event.actor).padEnd(22),
    causeText(event.cause),
  ].join('  ');
}

// `system:node:node-1` → `node-1`, `system:serviceaccount:kube-system:deployment-controller` → `deployment-controller`; a person by their client.
function actorText(actor: LogEvent['actor']): string {
  if (!actor.user.startsWith('system:')) return actor.userAgent.split('/')[0] || actor.user;
  return actor.user.slice(actor.user.lastIndexOf(':') + 1);
}

function causeText(cause: Cause): string {
  if (cause.trigger === 'request') return `request ${cause.name ?? ''}`.trimEnd();
  if (cause.trigger === 'event') return `after ${cause.revision}`;
  return `timer ${cause.name}${cause.revision === undefined ? '' : ` set at ${cause.revision}`}`;
}
