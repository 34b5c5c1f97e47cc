import type { ApiAnswer } from '@klockwork/http-api';
import type { ApiError } from '@klockwork/kernel';
import { ListText } from './list-text.ts';
import { boundedWarnings } from './warning-headers.ts';

/** Cache header of every API answer. */
const NO_CACHE = 'no-cache, private';

/** A JSON answer. A string, or the text of a list, is JSON text already. */
export function jsonAnswer(status: number, value: unknown, contentType = 'application/json'): ApiAnswer {
  const body = typeof value === 'string' || value instanceof ListText ? value : JSON.stringify(value);
  return { status, headers: { 'content-type': contentType, 'cache-control': NO_CACHE }, body };
}

/** A plain text answer. */
export function textAnswer(status: number, text: string): ApiAnswer {
  return {
    status,
    headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': NO_CACHE, 'x-content-type-options': 'nosniff' },
    body: text,
  };
}

/**
 * Returns the Status of an error, with a Retry-After header for `retryAfterSeconds`. Models `ErrorNegotiated` of
 * `endpoints/handlers/responsewriters`.
 */
export function refusal(error: ApiError): ApiAnswer {
  const { status } = error;
  const answer = jsonAnswer(status.code, statusText(status));
  const { retryAfterSeconds: seconds = 0 } = status.details ?? {};
  if (seconds === 0) return answer;
  return { ...answer, headers: { ...answer.headers, 'retry-after': String(seconds) } };
}

/** Returns a Status as JSON, without empty reasons of it or its causes. */
export function statusText(status: object): string {
  return JSON.stringify(status, (key, value: unknown) => (key === 'reason' && value === '' ? undefined : value));
}

/** Returns the 404 page for an unknown path, in the words of Go's file server. */
export function notFoundPage(): ApiAnswer {
  return textAnswer(404, '404 page not found\n');
}

/** A Status that reports success. */
export function successStatus(details: Readonly<Record<string, unknown>> | undefined, code?: number): object {
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Success',
    ...(details && { details }),
    ...(code !== undefined && { code }),
  };
}

/** Adds a `Warning:` header per text. Models `k8s.io/apimachinery/pkg/util/net.NewWarningHeader`. */
export function withWarnings<A extends { readonly headers: Readonly<Record<string, string>> }>(answer: A, texts: readonly string[]): A {
  if (texts.length === 0) return answer;
  const warning = boundedWarnings(texts)
    .map((text) => `299 - "${escapeQuoted(text)}"`)
    .join(', ');
  return { ...answer, headers: { ...answer.headers, warning } };
}

// A header holds printable ASCII; others would end or break it.
function escapeQuoted(text: string): string {
  return text.replace(/[\\"]/g, (char) => `\\${char}`).replace(/[^\x20-\x7e]+/g, ' ');
}
