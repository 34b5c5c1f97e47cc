import { DecodeError, decodeJson, fitSchema, type Schema, statusErrors } from '@klockwork/api-machinery';
import type { Revision } from '@klockwork/event-store';
import { type ApiError, decodeBase64, decodeUtf8, encodeBase64, encodeUtf8 } from '@klockwork/kernel';

/** Revision in a token that continues with present objects, for clients that accept an inconsistent list. */
export const NOW: Revision = 0;

/** Start of the next page of a LIST, and revision of the whole list. */
export interface ContinueToken {
  readonly revision: Revision;
  readonly namespace: string;
  readonly name: string;
}

/** Scope of a list. Tokens are valid in the same scope only, since their start is relative to it. */
export interface TokenScope {
  readonly namespaced: boolean;
  /** '' for all namespaces. */
  readonly namespace: string;
}

const VERSION = 'meta.k8s.io/v1';
/** First key after the last object's key. */
const BEHIND = '\0';
/** Value of `NOW` in a token. */
const ANY = -1;

const TEXT: Schema = { name: '', type: 'string' };
const FORM: Schema = {
  name: 'continueToken',
  type: 'object',
  properties: new Map<string, Schema>([
    ['v', TEXT],
    ['rv', { name: '', type: 'integer', format: 'int64' }],
    ['start', TEXT],
  ]),
};

/** Encodes a token, readable for debugging. Models `EncodeContinue` of `k8s.io/apiserver/pkg/storage`. */
export function writeContinueToken({ revision, namespace, name }: ContinueToken, scope: TokenScope): string {
  const key = scope.namespaced && scope.namespace === '' ? `${namespace}/${name}` : name;
  const token = { v: VERSION, rv: revision === NOW ? ANY : revision, start: `${key}${BEHIND}` };
  return encodeBase64(encodeUtf8(JSON.stringify(token)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
}

/** The token a client sent back. Throws BadRequest. Models `DecodeContinue`. */
export function readContinueToken(text: string, scope: TokenScope): ContinueToken {
  const { v = '', rv = 0, start = '' } = decoded(text);
  if (v !== VERSION) throw invalid(`: server does not recognize this encoded version ${v}`);
  if (Number(rv) === 0) throw invalid(`: incorrect encoded start resourceVersion (version ${VERSION})`);
  if (start === '') throw invalid(`: encoded start key empty (version ${VERSION})`);
  return { revision: Number(rv) < 0 ? NOW : Number(rv), ...positionOf(start, scope) };
}

function positionOf(start: string, { namespaced, namespace }: TokenScope): { namespace: string; name: string } {
  const key = start.replace(/^\//, '');
  if (key.split('/').some((part) => part === '' || part === '.' || part === '..')) throw invalid(`: ${start}`);
  const last = key.endsWith(BEHIND) ? key.slice(0, -BEHIND.length) : key;
  if (!namespaced || namespace !== '') return { namespace, name: last };
  const [at = '', name = ''] = last.split('/', 2);
  return { namespace: at, name };
}

function decoded(text: string): { v?: string; rv?: number | bigint; start?: string } {
  const wrong = text.search(/[^\w-]/);
  const at = wrong < 0 && text.length % 4 === 1 ? text.length - 1 : wrong;
  if (at >= 0) throw invalid(`: illegal base64 data at input byte ${at}`);
  const json = decodeUtf8(decodeBase64(text.replaceAll('-', '+').replaceAll('_', '/')));
  try {
    return fitSchema(decodeJson(json, undefined).value, FORM) as ReturnType<typeof decoded>;
  } catch (error) {
    if (error instanceof DecodeError) throw invalid(`: ${error.message}`);
    throw error;
  }
}

function invalid(detail: string): ApiError {
  return statusErrors.badRequest(`invalid continue token: continue key is not valid${detail}`);
}
