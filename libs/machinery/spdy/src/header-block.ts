import { byteString, bytesOf } from '@klockwork/kernel';
import { SpdyError, type SpdyHeaders } from './frame.ts';
import { concat, uint32At, uint32s } from './wire.ts';

/** Serializes headers, without compression. Characters are limited to 0 to 255. */
export function encodeHeaders(headers: SpdyHeaders): Uint8Array {
  const parts = [...headers].flatMap(([name, value]) => [...text(name), ...text(value)]);
  return concat(uint32s(headers.size), ...parts);
}

/** Parses the result of {@link encodeHeaders}. Throws SpdyError, also for a repeated name, as specified. */
export function decodeHeaders(block: Uint8Array): SpdyHeaders {
  const headers = new Map<string, string>();
  let at = 0;
  const next = (size: number) => {
    const bytes = block.subarray(at, at + size);
    if (bytes.length < size) throw new SpdyError('a header block ends too early');
    at += size;
    return bytes;
  };
  const string = () => byteString(next(uint32At(next(4), 0)));
  for (let left = uint32At(next(4), 0); left > 0; left--) {
    const name = string().toLowerCase();
    if (name === '' || headers.has(name)) throw new SpdyError('a header block names something twice, or nothing');
    headers.set(name, string());
  }
  return headers;
}

function text(value: string): [Uint8Array, Uint8Array] {
  return [uint32s(value.length), bytesOf(value)];
}
