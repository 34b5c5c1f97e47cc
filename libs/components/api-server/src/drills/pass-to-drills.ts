import { statusErrors } from '@klockwork/api-machinery';
import type { ApiAnswer, ApiRequest, ApiStream, ApiUpgrade, ByteSink } from '@klockwork/http-api';
import { byteString, StoppedError } from '@klockwork/kernel';
import { type Connection, ConnectionError } from '@klockwork/pod-lifecycle';
import { ask, type ClientAnswer, NoAnswerError } from '@klockwork/userland';
import { DIAL_FAILURES } from '../aggregation/remote-call.ts';
import { answerHeaders, passAnswer } from '../proxy/pass-answer.ts';
import { isUpgradeRequest, requestHeaders } from '../proxy/request-headers.ts';
import { upgradeAnswer } from '../proxy/tunnel.ts';
import type { RequestContext } from '../routing/request-context.ts';
import type { DrillProcess } from './drill-process.ts';

type Answer = ApiAnswer | ApiStream | ApiUpgrade;

/** True for the paths that the process of drills answers: `/klockwork/v1/drills/…`, and `/drill/…`, the API of the drilled cluster. */
export function isForDrills([root, version, name]: readonly string[]): boolean {
  return root === 'drill' || (root === 'klockwork' && version === 'v1' && name === 'drills');
}

/** Passes a request on to the process of drills, and returns its answer. Throws NotFound without such a process, and ServiceUnavailable. */
export async function passToDrills({ request, services: { drills, moment } }: RequestContext): Promise<Answer> {
  if (drills === undefined || moment !== undefined) throw statusErrors.notFoundMessage('this server runs no drills');
  const connection = await connect(drills, request);
  request.stop.onStop(() => connection.close());
  const answer = await askDrills(connection, request, drills);
  if (isUpgradeRequest(request)) {
    const upgrade = await upgradeAnswer(answer, connection);
    if (typeof upgrade === 'string') throw unavailable(upgrade);
    return upgrade;
  }
  return {
    status: answer.status,
    headers: answerHeaders(answer, ''),
    start: (sink: ByteSink) => void passAnswer(answer, connection, sink),
  };
}

async function connect(drills: DrillProcess, { stop }: ApiRequest): Promise<Connection> {
  try {
    return await drills.dial(stop);
  } catch (error) {
    throw failure(error);
  }
}

async function askDrills(connection: Connection, request: ApiRequest, { authorization }: DrillProcess): Promise<ClientAnswer> {
  const { method, path, query, body } = request;
  try {
    return await ask(connection, {
      method,
      target: query === '' ? path : `${path}?${query}`,
      headers: [...requestHeaders(request), ['Authorization', authorization]],
      ...(body.length > 0 && { body: byteString(body) }),
    });
  } catch (error) {
    connection.close();
    throw failure(error);
  }
}

/** Returns the refusal for a process that ended, or did not start. */
function failure(error: unknown): unknown {
  if (error instanceof ConnectionError) return unavailable(DIAL_FAILURES[error.failure]);
  if (error instanceof NoAnswerError) return unavailable('EOF');
  if (error instanceof StoppedError || !(error instanceof Error)) return error;
  return unavailable(error.message);
}

function unavailable(problem: string) {
  return statusErrors.serviceUnavailable(`the process of drills does not answer: ${problem}`);
}
