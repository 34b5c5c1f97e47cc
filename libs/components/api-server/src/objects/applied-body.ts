import { DecodeError, decodeJson, MEDIA_TYPES, parseContentType, statusErrors } from '@klockwork/api-machinery';
import type { ApiError } from '@klockwork/kernel';
import type { Application } from '@klockwork/registry';
import { bodyText, type Strictness } from './body.ts';
import { type DecodedYaml, decodeYaml, YamlError } from './decode-yaml.ts';
import type { ObjectCall } from './object-call.ts';
import { duplicatesText } from './yaml-body.ts';

/** True for a server-side apply. */
export function isApply({ request }: ObjectCall): boolean {
  return parseContentType(request.headers['content-type']).type === MEDIA_TYPES.applyPatch;
}

/**
 * Returns an apply's body as sent: YAML, or JSON as kubectl converts it. Throws BadRequest for invalid texts, and for duplicate keys in
 * strict mode.
 */
export function readApplied({ request }: ObjectCall, { fieldValidation, warn }: Strictness): Application['applied'] {
  const { value, duplicates } = decoded(bodyText(request));
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw noMap(value);
  if (duplicates.length === 0 || fieldValidation === 'Ignore') return value;
  const text = `error converting YAML to JSON: ${duplicatesText(duplicates)}`;
  if (fieldValidation === 'Strict') throw statusErrors.badRequest(`error strict decoding YAML: ${text}`);
  warn(text);
  return value;
}

/** `JSON.parse` reads JSON without duplicate keys, the usual case. */
function decoded(text: string): DecodedYaml {
  try {
    const json = /^\s*\{/.test(text) ? asJson(text) : undefined;
    return json ?? decodeYaml(text);
  } catch (error) {
    if (error instanceof YamlError) throw statusErrors.badRequest(`error decoding YAML: error converting YAML to JSON: ${error.message}`);
    throw error;
  }
}

function asJson(text: string): DecodedYaml | undefined {
  try {
    const { value, strictErrors } = decodeJson(text, undefined, { strict: true });
    return strictErrors.length === 0 ? { value, duplicates: [] } : undefined;
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    // The YAML parser would find the same error, after a long time.
    if (error.message === 'exceeded max depth') throw new YamlError('yaml: exceeded max depth of 10000');
    return undefined;
  }
}

function noMap(value: unknown): ApiError {
  const type = Array.isArray(value) ? 'array' : typeof value === 'boolean' ? 'bool' : typeof value;
  const mismatch = `json: cannot unmarshal ${value === null ? 'null' : type} into Go value of type map[string]interface {}`;
  return statusErrors.badRequest(`error decoding YAML: error unmarshaling JSON: while decoding JSON: ${mismatch}`);
}
