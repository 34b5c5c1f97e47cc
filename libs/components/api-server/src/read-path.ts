import { statusErrors } from '@klockwork/api-machinery';
import type { Actor } from '@klockwork/event-store';
import { type ApiAnswer, type HttpApi, wholeBody } from '@klockwork/http-api';
import { ApiError, decodeUtf8, type Status, StopSource } from '@klockwork/kernel';

/** Returns the JSON of a GET request by an actor; `path` includes the query. Throws ApiError with the refusal. */
export async function readPath(http: HttpApi, { user, userAgent }: Actor, path: string): Promise<unknown> {
  const [place = '', query = ''] = path.split('?');
  const headers = { accept: 'application/json', 'user-agent': userAgent };
  const stop = new StopSource();
  const answer = await http.handle({ method: 'GET', path: place, query, headers, body: new Uint8Array(), user, stop });
  if (!('body' in answer)) {
    stop.stop();
    throw statusErrors.methodNotAllowedOnPath();
  }
  const value = jsonOf(answer);
  if (answer.status >= 400) throw isStatus(value) ? new ApiError(value) : withoutStatus(answer.status);
  return value;
}

function jsonOf({ body }: ApiAnswer): unknown {
  const whole = wholeBody(body);
  try {
    return JSON.parse(typeof whole === 'string' ? whole : (decodeUtf8(whole) ?? ''));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function isStatus(value: unknown): value is Status {
  return typeof value === 'object' && value !== null && (value as Status).kind === 'Status';
}

/** Models `NewGenericServerResponse`, for servers that answer no Status. */
function withoutStatus(code: number): ApiError {
  if (code === 404) return statusErrors.pathNotFound();
  const message =
    code === 503
      ? 'the server is currently unable to handle the request'
      : `the server responded with the status code ${code} but did not return more information`;
  return new ApiError({ code, reason: code === 503 ? 'ServiceUnavailable' : '', message });
}
