import { MEDIA_TYPES, negotiate, parseBool } from '@klockwork/api-machinery';
import { parseJson } from '@klockwork/kernel';
import type { ApiAnswer, ApiRequest, TextSequence } from '../http.ts';
import { parseQuery } from '../routing/query.ts';
import { prettyList, yamlList } from './formatted-list.ts';
import { ListText } from './list-text.ts';
import { prettyJson } from './pretty-json.ts';
import { indentationOf } from './yaml/indentation.ts';
import { yamlText } from './yaml/yaml-text.ts';

/** What people look at is smaller; the rest is written as programs read it. */
const PRETTY_CHARS_MAX = 32 * 1024 * 1024;
/** UTF-16 units of a text above which its last line break is a text of its own: to append it would copy what many answers share. */
const SHARED_LENGTH_MIN = 64 * 1_024;
/** The blanks before the lines of ten thousand pods are fewer. */
const INDENTATION_MAX = 64 * 1024 * 1024;

/** Clients behind which a person sits. Models `isPrettyPrint` of `k8s.io/apiserver/pkg/endpoints/handlers/negotiation`. */
const READ_BY_PEOPLE = /^(curl|Wget|Mozilla\/5\.0)/;

/** What is JSON text until here, and is to be sent as it or as YAML. */
const NEGOTIATED = /^application\/(json|yaml)(;|$)/;

type FormatRequest = Pick<ApiRequest, 'path' | 'query' | 'headers'>;

/** What upstream writes by other means: documents under their hash; the version and the index of paths, which are always indented. */
const AS_WRITTEN = /^\/+(openapi|version|$)/;

/**
 * An object or a Status as its reader wants it: in YAML for who asks for that, indented for people, who ask by `?pretty=true` or sit at curl;
 * for programs on one line that ends, as Go's encoder ends one. Other answers, and bytes that were made before, stay what they are.
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

/** JSON is YAML too: what would become too long with its lines indented stays as it is. */
function inYaml(json: string | ListText): ApiAnswer['body'] {
  if (json instanceof ListText) return yamlList(json);
  const value: unknown = parseJson(json);
  return indentationOf(value) > INDENTATION_MAX ? `${json}\n` : yamlText(value);
}

/** Whoever asks for a projection got what it is answered with already. */
function wantsYaml({ headers: { accept = '' } }: FormatRequest): boolean {
  return /yaml/i.test(accept) && !/;\s*as=/.test(accept) && negotiate(accept, [])?.contentType === MEDIA_TYPES.yaml;
}

function isPretty({ headers, query }: FormatRequest): boolean {
  // Nearly no query says it: the rest is not read for it.
  const asked = query.includes('pretty') ? parseQuery(query).text('pretty') : '';
  return asked === '' ? READ_BY_PEOPLE.test(headers['user-agent'] ?? '') : parseBool(asked) === true;
}
