import { statusErrors } from '@klockwork/api-machinery';
import type { CommittedEvent, Journal } from '@klockwork/event-store';
import type { ApiRequest, ApiStream, ByteSink } from '@klockwork/http-api';
import { assert, type StopSignal } from '@klockwork/kernel';
import { type WriteRequest, writeRequest } from '@klockwork/registry';
import { advanceEnded, type ClockAdvance, kindOf, LAB_CLOCK, type LabClock, resources } from '@klockwork/resources';
import { parseJsonBody } from '../objects/body.ts';
import { patchedObject } from '../objects/patch-body.ts';
import { actorOf, type RequestContext } from '../routing/request-context.ts';

const FIELDS = ['advance', 'until', 'maxRate'];

/**
 * Starts an advance of the clock by the body (`{"advance":"10m"}`), and answers at its end: for tests in any language. The answer is a
 * stream of white space until the end, because a waiting request must not hold lab time. Throws BadRequest, or Invalid in the Clock's
 * words.
 */
export async function advanceClock(context: RequestContext): Promise<ApiStream> {
  const { request, services } = context;
  const kind = kindOf(resources.clocks.group, resources.clocks.resource);
  assert(kind !== undefined, 'clocks are served');
  const write = writeOf(context);
  const change = patchedObject({ type: 'merge', body: { spec: wantedOf(request) } }, kind, write);
  const { object } = await services.registry.update({ target: { kind, namespace: '', name: LAB_CLOCK }, subresource: '', change }, write);
  const clock = object as LabClock;
  return {
    status: 200,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-cache, private' },
    start: (sink) => sendWhenOver(services.journal, clock, request.stop, sink),
  };
}

/** Returns the requested fields of the Clock's spec: distance, condition, speed. */
function wantedOf(request: ApiRequest): object {
  const body = parseJsonBody({ request }, 'the body must be JSON: ');
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw statusErrors.badRequest('the body must be a JSON object');
  const unknown = Object.keys(body).find((field) => !FIELDS.includes(field));
  if (unknown !== undefined) throw statusErrors.badRequest(`unknown field ${JSON.stringify(unknown)}: there are ${FIELDS.join(', ')}`);
  if (!('advance' in body) && !('until' in body)) throw statusErrors.badRequest('advance or until must be given');
  return body;
}

function writeOf(context: RequestContext): WriteRequest {
  const { correlationId } = context;
  return writeRequest({
    actor: actorOf(context),
    correlationId,
    cause: { trigger: 'request', name: 'advance' },
    fieldValidation: 'Strict',
  });
}

/** Writes the advance in `asked` at its end, and closes the stream. Stops when the client disconnects. */
function sendWhenOver(journal: Journal, asked: LabClock, stop: StopSignal, sink: ByteSink): void {
  let latest = asked.status?.advance;
  if (latest === undefined || advanceEnded(latest)) {
    sendAdvance(sink, latest);
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
      sendAdvance(sink, next);
    }
  };
  const stopListening = journal.onCommitted(see);
  stop.onStop(stopListening);
  for (const committed of journal.recent({ after: Number(asked.metadata?.resourceVersion) }) ?? []) see(committed);
}

/** Returns the advance's present state; a replaced advance is stopped. */
function newsOf(latest: ClockAdvance, stored: ClockAdvance | undefined): ClockAdvance {
  if (stored === undefined || stored.id === latest.id) return stored ?? latest;
  return { ...latest, phase: 'Stopped', message: `advance ${stored.id} took its place` };
}

function sendAdvance(sink: ByteSink, advance: ClockAdvance | undefined): void {
  sink.write(`${JSON.stringify(advance ?? {})}\n`);
  sink.end();
}

function isClock({ key }: CommittedEvent['event']): boolean {
  return key.group === resources.clocks.group && key.resource === resources.clocks.resource;
}
