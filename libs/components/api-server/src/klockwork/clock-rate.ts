import { statusErrors } from '@klockwork/api-machinery';
import type { ApiStream, ByteSink } from '@klockwork/http-api';
import type { LabClock } from '@klockwork/resources';
import type { RequestContext } from '../routing/request-context.ts';
import { bodyFields } from './body-fields.ts';
import { jsonStream } from './json-stream.ts';
import { isClock, labClock, writeClock } from './write-clock.ts';

/** Stops lab time, and answers once all clocks stand. Throws BadRequest. */
export function pauseClock(context: RequestContext): Promise<ApiStream> {
  bodyFields(context.request, []);
  return whenObeyed(context, 'pause', { paused: true });
}

/** Lets lab time follow the host at the rate of the body (`{"rate":60}`), or at the present one. Throws BadRequest, or Invalid. */
export function resumeClock(context: RequestContext): Promise<ApiStream> {
  const { rate } = bodyFields(context.request, ['rate']);
  if (rate !== undefined && typeof rate !== 'number') throw statusErrors.badRequest('rate must be a number');
  return whenObeyed(context, 'resume', { paused: false, ...(rate !== undefined && { rate }) });
}

/** Writes the spec, and answers with the status of the Clock that obeys. */
async function whenObeyed(context: RequestContext, name: string, spec: object): Promise<ApiStream> {
  await writeClock(context, name, spec);
  return jsonStream((sink) => sendWhenObeyed(context, sink));
}

function sendWhenObeyed({ request, services: { journal } }: RequestContext, sink: ByteSink): void {
  const send = (clock: LabClock | undefined): boolean => {
    if (clock === undefined || !obeys(clock)) return false;
    const { mode, rate, time } = clock.status ?? {};
    sink.write(`${JSON.stringify({ mode, rate, now: time })}\n`);
    sink.end();
    return true;
  };
  if (send(labClock(journal))) return;
  const stopListening = journal.onCommitted(({ event }) => {
    if (isClock(event) && send(event.object as LabClock)) stopListening();
  });
  request.stop.onStop(stopListening);
}

function obeys({ spec, status }: LabClock): boolean {
  return status?.rate === spec?.rate && (status?.mode === 'Paused') === (spec?.paused ?? false);
}
