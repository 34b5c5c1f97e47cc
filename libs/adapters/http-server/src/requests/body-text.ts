import { isUtf8 } from 'node:buffer';

/** Bytes decoded at a time: Node.js stores longer texts outside V8's heap, where only a full garbage collection frees them. */
const PART_BYTES = 256 * 1_024;

/** Returns the text of a body; undefined when the body is no valid UTF-8. Go replaces invalid bytes in a way of its own. */
export function bodyText(body: Buffer): string | undefined {
  if (!isUtf8(body)) return undefined;
  if (body.length <= PART_BYTES) return body.toString();
  const parts: string[] = [];
  for (let at = 0; at < body.length; ) {
    const end = characterStart(body, at + PART_BYTES);
    parts.push(body.toString('utf8', at, end));
    at = end;
  }
  return parts.join('');
}

/** Returns the index of the first byte of the character at an index. */
function characterStart(body: Buffer, index: number): number {
  let start = Math.min(index, body.length);
  while (start < body.length && isContinuation(body[start] as number)) start -= 1;
  return start;
}

function isContinuation(byte: number): boolean {
  return (byte & 0xc0) === 0x80;
}
