import { actorText, type Cause, type LogEvent, objectText } from '@klockwork/event-store';

/** One event for people: revision, lab time, type, object, who, and what it was a reaction to. */
export function logLine(event: LogEvent): string {
  return [
    String(event.revision).padStart(6),
    new Date(event.at).toISOString().slice(11, 23),
    event.type.padEnd(26),
    objectText(event.key).padEnd(44),
    actorText(event.actor).padEnd(22),
    causeText(event.cause),
  ].join('  ');
}

function causeText(cause: Cause): string {
  const also = cause.also === undefined ? '' : ` also ${cause.also.join(', ')}`;
  return `${firstCauseText(cause)}${also}`;
}

function firstCauseText({ trigger, name, revision, container, timer }: Cause): string {
  switch (trigger) {
    case 'event':
      return `after ${revision}`;
    case 'timer':
      return `timer ${name}${revision === undefined ? '' : ` set at ${revision}`}`;
    case 'runtime':
      return `${[name, container?.name].filter(Boolean).join(' ')} after ${timer === undefined ? '' : `timer ${timer} set at `}${revision}`;
    case 'request':
    case 'boot':
    case 'fault':
      return `${trigger} ${name ?? ''}`.trimEnd();
  }
}
