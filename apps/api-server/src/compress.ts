import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { ApiAnswer } from '@klockwork/api-server';

/** Answers up to this go as they are. Models `defaultGzipThresholdBytes` of `endpoints/handlers/responsewriters`: 128 KiB. */
const PLAIN_BYTES_MAX = 128 * 1_024;
/** Fast rather than small. Models `defaultGzipContentEncodingLevel`. */
const LEVEL = 1;

const zip = promisify(gzip);

/** Whether an answer is sent compressed: a large one, to who takes gzip. Upstream looks for the name alone, without a weight. Models `responseContentEncodingSupported`. */
export function goesCompressed({ body }: ApiAnswer, accepted = ''): boolean {
  if (!accepted.split(',').some((coding) => coding.trim() === 'gzip')) return false;
  return Buffer.byteLength(body) > PLAIN_BYTES_MAX;
}

/** The answer, compressed off this thread. Models `APIResponseCompression`. */
export async function compressed({ status, headers, body }: ApiAnswer): Promise<ApiAnswer> {
  return { status, headers: { ...headers, 'content-encoding': 'gzip', vary: 'Accept-Encoding' }, body: await zip(body, { level: LEVEL }) };
}
