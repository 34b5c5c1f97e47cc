import { parseBool } from '@klockwork/api-machinery';
import type { ApiAnswer, ApiRequest } from '../http.ts';
import { parseQuery } from '../routing/query.ts';
import { prettyJson } from './pretty-json.ts';

/** What people look at is smaller; the rest is written as programs read it. */
const PRETTY_CHARS_MAX = 32 * 1024 * 1024;

/** Clients behind which a person sits. Models `isPrettyPrint` of `k8s.io/apiserver/pkg/endpoints/handlers/negotiation`. */
const READ_BY_PEOPLE = /^(curl|Wget|Mozilla\/5\.0)/;

type Asked = Pick<ApiRequest, 'path' | 'query' | 'headers'>;

/** What upstream writes by other means: documents under their hash; the version and the index of paths, which are always indented. */
const AS_WRITTEN = /^\/+(openapi|version|$)/;

/**
 * An object or a Status as its reader wants it: indented for people, who ask by `?pretty=true` or sit at curl; for programs on one line that
 * ends, as Go's encoder ends one. Other answers, and bytes that were made before, stay what they are.
 */
export function formatted(answer: ApiAnswer, request: Asked): ApiAnswer {
  const { body, headers } = answer;
  if (typeof body !== 'string' || body === '' || !(headers['content-type'] ?? '').startsWith('application/json')) return answer;
  if (AS_WRITTEN.test(request.path)) return answer;
  const pretty = isPretty(request) ? prettyJson(body, PRETTY_CHARS_MAX) : undefined;
  return { ...answer, body: pretty ?? `${body}\n` };
}

function isPretty({ headers, query }: Asked): boolean {
  // Nearly no query says it: the rest is not read for it.
  const asked = query.includes('pretty') ? parseQuery(query).text('pretty') : '';
  return asked === '' ? READ_BY_PEOPLE.test(headers['user-agent'] ?? '') : parseBool(asked) === true;
}
