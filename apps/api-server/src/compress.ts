import type { ApiAnswer } from '@klockwork/api-server';

type Body = ApiAnswer['body'];

/** Answers up to this go as they are. Models `defaultGzipThresholdBytes` of `endpoints/handlers/responsewriters`: 128 KiB. */
const PLAIN_BYTES_MAX = 128 * 1_024;

/** Whether a body is to be sent compressed: a large one, to a client that takes gzip. Upstream looks for the name alone, without a weight. Models `responseContentEncodingSupported`. */
export function goesCompressed(body: Body, accepted = ''): boolean {
  return accepted.split(',').some((coding) => coding.trim() === 'gzip') && isLargerThan(body, PLAIN_BYTES_MAX);
}

/** Whether a body is there before it is sent. */
export function isWhole(body: Body): body is string | Uint8Array {
  return typeof body === 'string' || body instanceof Uint8Array;
}

/** Whether a body has more bytes than so many. One that is made while it is sent counts as larger. */
export function isLargerThan(body: Body, bytesMax: number): boolean {
  return !isWhole(body) || Buffer.byteLength(body) > bytesMax;
}
