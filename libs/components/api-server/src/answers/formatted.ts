import { MEDIA_TYPES, negotiate, parseBool } from '@klockwork/api-machinery';
import type { ApiAnswer, ApiRequest, TextSequence } from '@klockwork/http-api';
import { parseJson } from '@klockwork/kernel';
import { parseQuery } from '../routing/query.ts';
import { prettyList, yamlList } from './formatted-list.ts';
import { ListText } from './list-text.ts';
import { prettyJson } from './pretty-json.ts';
import { indentationOf } from './yaml/indentation.ts';
import { yamlText } from './yaml/yaml-text.ts';

/** Max size of indented answers; larger ones stay compact. */
const PRETTY_CHARS_MAX = 32 * 1024 * 1024;
/** Min UTF-16 units of a text whose final line break is a separate text, because appending would copy a text shared by many answers. */
const SHARED_LENGTH_MIN = 64 * 1_024;
/** Max number of blanks for indentation; ten thousand pods have fewer. */
const INDENTATION_MAX = 64 * 1024 * 1024;

/** Clients behind which a person sits. Models `isPrettyPrint` of `k8s.io/apiserver/pkg/endpoints/handlers/negotiation`. */
const READ_BY_PEOPLE = /^(curl|Wget|Mozilla\/5\.0)/;

/** JSON content types whose answers may be sent as YAML. */
const NEGOTIATED = /^application\/(json|yaml)(;|$)/;

type FormatRequest = Pick<ApiRequest, 'path' | 'query' | 'headers'>;

/** Answers with their own format upstream: documents by hash, those of the token issuer, always indented version, and index of paths. */
const AS_WRITTEN = /^\/+(openapi|openid|\.well-known|version|$)/;

/**
 * Formats an object or Status for its client: YAML by Accept header; indented for `?pretty=true` and for curl; else one line with a final
 * break, like Go's encoder. Other answers and prebuilt bytes are unchanged.
 */
export function formatted(answer: ApiAnswer, request: FormatRequest): ApiAnswer {
  const { status, body, headers } = answer;
  const type = headers['content-type'] ?? '';
  if (!(typeof body === 'string' || body instanceof ListText) || body === '' || !NEGOTIATED.test(type)) return answer;
  if (status < 400 && AS_WRITTEN.test(request.path)) return answer;
  if (type.startsWith(MEDIA_TYPES.yaml)) return { ...answer, body: inYaml(body) };
  if (wantsYaml(request)) return formatted({ ...answer, headers: { ...headers, 'content-type': MEDIA_TYPES.yaml } }, request);
  const pretty = isPretty(request) ? inLines(body) : undefined;
  return { ...answer, body: pretty ?? onOneLine(body) };
}

function inLines(body: string | ListText): ApiAnswer['body'] | undefined {
  return body instanceof ListText ? prettyList(body) : prettyJson(body, PRETTY_CHARS_MAX);
}

function onOneLine(body: string | ListText): string | TextSequence {
  if (body instanceof ListText) return new ListText({ ...body, tail: `${body.tail}\n` });
  return body.length < SHARED_LENGTH_MIN ? `${body}\n` : { texts: [body, '\n'] };
}

/** JSON is valid YAML: texts that would grow too long stay JSON. */
function inYaml(json: string | ListText): ApiAnswer['body'] {
  if (json instanceof ListText) return yamlList(json);
  const value: unknown = parseJson(json);
  return indentationOf(value) > INDENTATION_MAX ? `${json}\n` : yamlText(value);
}

/** Projections are already in the requested format. */
function wantsYaml({ headers: { accept = '' } }: FormatRequest): boolean {
  return /yaml/i.test(accept) && !/;\s*as=/.test(accept) && negotiate(accept, [])?.contentType === MEDIA_TYPES.yaml;
}

function isPretty({ headers, query }: FormatRequest): boolean {
  // Parses the query only if it mentions `pretty`, which is rare.
  const choice = query.includes('pretty') ? parseQuery(query).text('pretty') : '';
  return choice === '' ? READ_BY_PEOPLE.test(headers['user-agent'] ?? '') : parseBool(choice) === true;
}
