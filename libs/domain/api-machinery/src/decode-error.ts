import type { ApiError } from '@klockwork/kernel';
import { statusErrors } from './status-errors.ts';

/** A body that cannot be read into its type, in the words of upstream's decoder. */
export class DecodeError extends Error {
  override readonly name = 'DecodeError';
}

/**
 * The 400 of a body that does not decode: `Deployment in version "v1" cannot be handled as a Deployment: detail`.
 * `sent` is what the body says it is, `expected` the kind of the path. Without a kind in the body upstream says that it is unrecognized.
 * Models `transformDecodeError` of `k8s.io/apiserver/pkg/endpoints/handlers`.
 */
export function decodeRefusal(sent: { readonly kind: string; readonly version: string }, expected: string, detail: string): ApiError {
  if (sent.kind === '') return statusErrors.badRequest(`the object provided is unrecognized (must be of type ${expected}): ${detail}`);
  return statusErrors.badRequest(`${sent.kind} in version "${sent.version}" cannot be handled as a ${expected}: ${detail}`);
}

/** `strict decoding error: unknown field "a", duplicate field "b"`. Models `runtime.strictDecodingError`. */
export function strictErrorText(strictErrors: readonly string[]): string {
  return `strict decoding error: ${strictErrors.join(', ')}`;
}
