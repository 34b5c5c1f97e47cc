import type { ApiAnswer } from '@klockwork/http-api';
import type { ApiError } from '@klockwork/kernel';

/** Returns an error as the Status that a client receives. */
export function statusAnswer({ status }: ApiError): ApiAnswer {
  return jsonAnswer(status.code, status);
}

/** Returns a JSON answer. */
export function jsonAnswer(status: number, value: unknown): ApiAnswer {
  const headers = { 'content-type': 'application/json', 'cache-control': 'no-cache, private' };
  return { status, headers, body: JSON.stringify(value) };
}
