import { send } from '../api/client.ts';
import type { ObjectEvent } from '../model/event-change.ts';
import type { LogLine } from './log-lines.ts';

/** Event of the log with its object. */
export interface LoggedEvent extends ObjectEvent {
  readonly type: string;
  readonly key: LogLine['key'];
}

/** Returns an event, and its object's event before. Absent ones are undefined: retention removes some. Throws Refusal. */
export async function readEventWithPrevious(revision: number, signal: AbortSignal): Promise<readonly (LoggedEvent | undefined)[]> {
  const event = await readEvent(revision, signal);
  const before = event?.previousRevision ?? 0;
  return [event, before === 0 ? undefined : await readEvent(before, signal)];
}

async function readEvent(revision: number, signal: AbortSignal): Promise<LoggedEvent | undefined> {
  const text = await (await send(`/klockwork/v1/log?revision=${revision}`, { signal })).text();
  return text.trim() === '' ? undefined : (JSON.parse(text) as LoggedEvent);
}
