import type { LogFields, Logger } from '@klockwork/kernel';
import type { LogEvent } from '@klockwork/simulation';

/** Lines of a process's own log, each with the lab's time and the process. */
export function processLogger(process: string, now: () => number): Logger {
  const line = (level: string) => (fields: LogFields, message: string) =>
    console.log(`${timeText(now())}   ${process} ${level}: ${message} ${JSON.stringify(fields)}`);
  return { debug: line('debug'), info: line('info'), warn: line('warn'), error: line('error') };
}

/** Event as one line: time, revision, object, actor and cause. */
export function eventLine({ at, revision, type, key, actor, cause }: LogEvent): string {
  const object = `${key.resource}/${key.namespace === '' ? '' : `${key.namespace}/`}${key.name}`;
  const why = [cause.trigger, cause.name, cause.revision].filter((part) => part !== undefined).join(' ');
  return `${timeText(at)} ${revision} ${type} ${object} by ${actor.user} because of ${why}`;
}

function timeText(at: number): string {
  return new Date(at).toISOString().slice(11, 23);
}
