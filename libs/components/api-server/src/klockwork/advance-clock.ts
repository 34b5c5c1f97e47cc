import { statusErrors } from '@klockwork/api-machinery';
import type { CommittedEvent, Journal } from '@klockwork/event-store';
import type { ApiStream, ByteSink } from '@klockwork/http-api';
import type { StopSignal } from '@klockwork/kernel';
import { advanceEnded, type ClockAdvance, type ClockSpec, type LabClock } from '@klockwork/resources';
import type { RequestContext } from '../routing/request-context.ts';
import { bodyFields } from './body-fields.ts';
import { jsonStream } from './json-stream.ts';
import { isClock, writeClock } from './write-clock.ts';

const FIELDS = ['advance', 'until', 'maxRate'];

/** Starts an advance of the clock by the body (`{"advance":"10m"}`), and answers at its end: for tests in any language. Throws BadRequest. */
export function advanceClock(context: RequestContext): Promise<ApiStream> {
  const body = bodyFields(context.request, FIELDS);
  if (!('advance' in body) && !('until' in body)) throw statusErrors.badRequest('advance or until must be given');
  return advanceStream(context, body);
}

/** Lets time pass to the next work timer, and answers at the end of its work. Throws BadRequest. */
export function stepClock(context: RequestContext): Promise<ApiStream> {
  bodyFields(context.request, []);
  return advanceStream(context, { until: { reach: 'NextTimer' } });
}

/** Starts an advance, and answers at its end by `answerOf`. Throws Invalid in the Clock's words. */
export async function advanceStream(
  { request, ...context }: RequestContext,
  spec: ClockSpec,
  answerOf: (advance: ClockAdvance | undefined) => object = (advance) => advance ?? {},
): Promise<ApiStream> {
  const clock = await writeClock({ request, ...context }, 'advance', spec);
  const { journal } = context.services;
  return jsonStream((sink) => sendWhenOver({ journal, former: clock, stop: request.stop, answerOf }, sink));
}

interface AwaitedAdvance {
  readonly journal: Journal;
  /** Clock as stored by the request. */
  readonly former: LabClock;
  readonly stop: StopSignal;
  readonly answerOf: (advance: ClockAdvance | undefined) => object;
}

/** Writes the answer at the end of the advance, and closes the stream. Stops when the client disconnects. */
function sendWhenOver({ journal, former, stop, answerOf }: AwaitedAdvance, sink: ByteSink): void {
  let latest = former.status?.advance;
  const send = (advance: ClockAdvance | undefined) => {
    sink.write(`${JSON.stringify(answerOf(advance))}\n`);
    sink.end();
  };
  if (latest === undefined || advanceEnded(latest)) {
    send(latest);
    return;
  }
  const see = ({ event }: CommittedEvent) => {
    if (!isClock(event) || latest === undefined) return;
    const next = newsOf(latest, (event.object as LabClock).status?.advance);
    latest = advanceEnded(next) ? undefined : next;
    // White space signals progress to intermediaries.
    if (latest !== undefined) sink.write(' ');
    else {
      stopListening();
      send(next);
    }
  };
  const stopListening = journal.onCommitted(see);
  stop.onStop(stopListening);
  for (const event of journal.recent({ after: Number(former.metadata?.resourceVersion) }) ?? []) see(event);
}

/** Returns the advance's present state; a replaced advance is stopped. */
function newsOf(latest: ClockAdvance, storedAdvance: ClockAdvance | undefined): ClockAdvance {
  if (storedAdvance === undefined || storedAdvance.id === latest.id) return storedAdvance ?? latest;
  return { ...latest, phase: 'Stopped', message: `advance ${storedAdvance.id} took its place` };
}
