import { DecodeError, decodeJson } from '@klockwork/api-machinery';

/** Prefix of the body decoder's JSON errors. */
const BODY_PREFIX = /^couldn't get version\/kind; json parse error: /;

/** Returns Go's `encoding/json` message for a text other than a JSON object; undefined for an object. */
export function jsonObjectProblem(text: string): string | undefined {
  const { value, problem } = read(text);
  if (problem !== undefined) return problem;
  if (value === null || (typeof value === 'object' && !Array.isArray(value))) return undefined;
  return `json: cannot unmarshal ${goTypeOf(value)} into Go value of type map[string]interface {}`;
}

function read(text: string): { value?: unknown; problem?: string } {
  try {
    return { value: decodeJson(text, undefined).value };
  } catch (error) {
    if (error instanceof DecodeError) return { problem: error.message.replace(BODY_PREFIX, '') };
    throw error;
  }
}

function goTypeOf(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}
