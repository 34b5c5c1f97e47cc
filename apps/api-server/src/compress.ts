import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { ApiAnswer } from '@klockwork/api-server';

/** Answers up to this go as they are. Models `defaultGzipThresholdBytes` of `endpoints/handlers/responsewriters`: 128 KiB. */
const PLAIN_BYTES_MAX = 128 * 1_024;
/** Fast rather than small. Models `defaultGzipContentEncodingLevel`. */
const LEVEL = 1;

const zip = promisify(gzip);

/** The headers and bytes of an answer to one who takes gzip: a large one is compressed, off this thread. Models `APIResponseCompression`. */
export async function compressed(
  { headers, body }: ApiAnswer,
  acceptEncoding: string | undefined,
): Promise<{ headers: Readonly<Record<string, string>>; bytes: Uint8Array }> {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  if (bytes.byteLength <= PLAIN_BYTES_MAX || !takesGzip(acceptEncoding)) return { headers, bytes };
  return { headers: { ...headers, 'content-encoding': 'gzip', vary: 'Accept-Encoding' }, bytes: await zip(bytes, { level: LEVEL }) };
}

/** Upstream looks for the name alone, without a weight. Models `responseContentEncodingSupported`. */
function takesGzip(accepted = ''): boolean {
  return accepted.split(',').some((coding) => coding.trim() === 'gzip');
}
