import { headerOf } from '../../network/http/http-head.ts';
import type { HttpAnswer, HttpRequest } from '../../network/http/http-server.ts';
import { formValues } from '../agnhost/form-values.ts';
import { textAnswer } from '../agnhost/plain-text.ts';

/** Path and parameters of a request to a resource consumer or its controller. */
export interface ConsumerRequest {
  readonly path: string;
  /** Returns '' for an absent parameter. */
  readonly value: (name: string) => string;
}

/** Returns the request with parameters of its form and query. Requests other than POST are refused. */
export function consumerRequest({ line, head, body }: HttpRequest): ConsumerRequest | HttpAnswer {
  if (line.method !== 'POST') return refusal('Bad request. Not a POST request');
  const [path = '/', query = ''] = line.target.split('#')[0]!.split(/\?(.*)/s);
  const isForm = headerOf(head, 'content-type')?.startsWith('application/x-www-form-urlencoded') === true;
  const values = formValues(isForm ? `${body}&${query}` : query);
  return { path, value: (name) => values.get(name) ?? '' };
}

/** Returns whole numbers by parameter, or the refusal of a missing or malformed one. */
export function wholeNumbers<Name extends string>(
  { value }: ConsumerRequest,
  names: readonly Name[],
): Readonly<Record<Name, number>> | HttpAnswer {
  if (names.some((name) => value(name) === '')) return refusal('not given function argument');
  if (names.some((name) => !/^[+-]?\d+$/.test(value(name)))) return refusal('incorrect function argument');
  return Object.fromEntries(names.map((name) => [name, Number(value(name))])) as Record<Name, number>;
}

/** Returns a refusal in Go's form. */
export function refusal(message: string, status = 400): HttpAnswer {
  return textAnswer(`${message}\n`, status);
}

/** Returns true for an answer. */
export function isAnswer(result: object): result is HttpAnswer {
  return 'status' in result && 'body' in result;
}
