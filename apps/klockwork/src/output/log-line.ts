import { type Actor, actorText, type Cause, type LogEvent, objectText } from '@klockwork/event-store';
import { type Colours, PLAIN } from './colours.ts';
import { printable } from './printable.ts';

/** Format of log lines. */
export interface LineStyle {
  readonly colours: Colours;
  /** Also the date, the client, and the data of the event. */
  readonly wide?: boolean;
}

/** Formats one event for people: revision, lab time, type, object, actor and cause. */
export function logLine({ object: _, ...envelope }: LogEvent, { colours, wide = false }: LineStyle = { colours: PLAIN }): string {
  const event = printable(envelope);
  const time = new Date(event.at).toISOString();
  return [
    colours.dim(String(event.revision).padStart(6)),
    colours.dim(wide ? time : time.slice(11, 23)),
    typeColour(event, colours)(event.type.padEnd(26)),
    objectText(event.key).padEnd(44),
    colours.cyan(actorText(event.actor).padEnd(22)),
    event.cause.trigger === 'fault' ? colours.red(causeText(event.cause)) : colours.dim(causeText(event.cause)),
    ...(wide ? [dataText(event.data), colours.dim(clientText(event.actor))] : []),
  ]
    .join('  ')
    .trimEnd();
}

function typeColour({ change }: Pick<LogEvent, 'change'>, colours: Colours): (text: string) => string {
  if (change === 'created') return colours.green;
  return change === 'deleted' ? colours.red : (text) => text;
}

/** `phase=Running ready=true`. */
function dataText(data: LogEvent['data']): string {
  return Object.entries(data)
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(' ');
}

function clientText({ user, userAgent }: Actor): string {
  return userAgent === '' ? `(${user})` : `(${user}, ${userAgent})`;
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
