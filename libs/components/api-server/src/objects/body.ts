import { MEDIA_TYPES, parseContentType, type Schema, statusErrors } from '@klockwork/api-machinery';
import type { ApiError } from '@klockwork/kernel';
import { schemaOf } from '@klockwork/openapi';
import { apiVersionOf, type WriteRequest } from '@klockwork/registry';
import type { KubeObject } from '@klockwork/resources';
import type { ApiRequest } from '../http.ts';

/** The kind a body must be of. */
export interface BodyType {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  /** Its name among the OpenAPI definitions. */
  readonly definition: string;
}

/** Upstream's limit of a request's body. */
export const BODY_BYTES_MAX = 3 * 1024 * 1024;

type Call = { readonly request: ApiRequest };

/** The schema of a body. */
export function schemaFor(_call: Call, type: BodyType): Schema {
  return schemaOf(type.definition);
}

export function parseJsonBody({ request }: Call): unknown {
  return JSON.parse(utf8(request.body));
}

export function decodeObject(call: Call, type: BodyType, _write: WriteRequest): KubeObject {
  const { type: mediaType } = parseContentType(call.request.headers['content-type']);
  if (mediaType !== MEDIA_TYPES.json) throw statusErrors.unsupportedMediaType(['application/json']);
  const value = parseJsonBody(call) as KubeObject;
  if (value.apiVersion !== apiVersionOf(type)) throw statusErrors.badRequest('api version');
  return value;
}

export function decodeOptions(call: Call, _kind: string): Readonly<Record<string, unknown>> {
  return parseJsonBody(call) as Record<string, unknown>;
}

export function checkDecoded(
  _call: Call,
  { value }: { type: BodyType; write: WriteRequest; value: unknown; refuse: (detail: string) => ApiError },
): KubeObject {
  return value as KubeObject;
}

function utf8(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return decodeURIComponent(escape(text));
}
declare function escape(text: string): string;
