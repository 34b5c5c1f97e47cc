import type { ApiError } from '@klockwork/kernel';
import { statusErrors } from './status-errors.ts';

/** Error for a body that does not match its type, with upstream's decoder message. */
export class DecodeError extends Error {
  override readonly name = 'DecodeError';
}

/**
 * Returns the 400 for an undecodable body: `Deployment in version "v1" cannot be handled as a Deployment: detail`. `sent`: kind and version
 * in the body; `expected`: kind of the path. A body without kind is reported as unrecognized. Models `transformDecodeError` of
 * `k8s.io/apiserver/pkg/endpoints/handlers`.
 */
export function decodeRefusal(sent: { readonly kind: string; readonly version: string }, expected: string, detail: string): ApiError {
  if (sent.kind === '') return statusErrors.badRequest(`the object provided is unrecognized (must be of type ${expected}): ${detail}`);
  return statusErrors.badRequest(`${sent.kind} in version "${sent.version}" cannot be handled as a ${expected}: ${detail}`);
}

/** `strict decoding error: unknown field "a", duplicate field "b"`. Models `runtime.strictDecodingError`. */
export function strictErrorText(strictErrors: readonly string[]): string {
  return `strict decoding error: ${strictErrors.join(', ')}`;
}
