import { statusErrors } from '@klockwork/api-machinery';
import type { ApiRequest } from '@klockwork/http-api';
import { parseJsonBody } from '../objects/body.ts';

/** Returns the JSON object of a body; empty without a body. Throws BadRequest for another value, and for a field that is not in `fields`. */
export function bodyFields(request: ApiRequest, fields: readonly string[]): Readonly<Record<string, unknown>> {
  if (request.body.length === 0) return {};
  const body = parseJsonBody({ request }, 'the body must be JSON: ');
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw statusErrors.badRequest('the body must be a JSON object');
  const unknown = Object.keys(body).find((field) => !fields.includes(field));
  if (unknown !== undefined) throw statusErrors.badRequest(`unknown field ${JSON.stringify(unknown)}: ${knownText(fields)}`);
  return body as Readonly<Record<string, unknown>>;
}

function knownText(fields: readonly string[]): string {
  return fields.length === 0 ? 'the body has no fields' : `there are ${fields.join(', ')}`;
}
