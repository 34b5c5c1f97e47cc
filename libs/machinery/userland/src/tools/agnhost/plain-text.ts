import type { HttpAnswer } from '../../network/http/http-server.ts';

/** Header of texts, as Go's `http.Error` and content detection write it. */
const PLAIN_TEXT = ['Content-Type', 'text/plain; charset=utf-8'] as const;

/** Go's answer to a path without a handler. */
export const NOT_FOUND: HttpAnswer = textAnswer('404 page not found\n', 404);

/** Returns an answer with a plain text. */
export function textAnswer(body: string, status = 200): HttpAnswer {
  return { status, headers: [PLAIN_TEXT], body };
}
