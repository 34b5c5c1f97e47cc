import type { ApiAnswer } from '@klockwork/http-api';

type Body = ApiAnswer['body'];

/** Max bytes of an uncompressed answer. Models `defaultGzipThresholdBytes` of `endpoints/handlers/responsewriters`: 128 KiB. */
const PLAIN_BYTES_MAX = 128 * 1_024;

/** Returns true for a large body and a client that accepts gzip; weights are ignored. Models `responseContentEncodingSupported`. */
export function goesCompressed(body: Body, accepted = ''): boolean {
  return accepted.split(',').some((coding) => coding.trim() === 'gzip') && isLargerThan(body, PLAIN_BYTES_MAX);
}

/** Returns true for a body that exists before it is sent. */
export function isWhole(body: Body): body is string | Uint8Array {
  return typeof body === 'string' || body instanceof Uint8Array;
}

/** Returns true for a body above `bytesMax`, and for every body created during sending. */
export function isLargerThan(body: Body, bytesMax: number): boolean {
  return !isWhole(body) || Buffer.byteLength(body) > bytesMax;
}
