import { base64Problem } from '@klockwork/api-machinery';
import { decodeBase64 } from '@klockwork/kernel';

export interface PemBlock {
  readonly type: string;
  readonly hasHeaders: boolean;
  readonly bytes: Uint8Array;
}

const BEGIN = '-----BEGIN ';
const DASHES = '-----';

/** Returns the blocks of a PEM text in order; skips surrounding text and blocks with invalid base64. Models Go's `encoding/pem`. */
export function pemBlocks(text: string): PemBlock[] {
  const blocks: PemBlock[] = [];
  for (let at = beginAfter(text, 0); at >= 0; ) {
    const typeEnd = text.indexOf(DASHES, at + BEGIN.length);
    if (typeEnd < 0) break;
    const type = text.slice(at + BEGIN.length, typeEnd);
    const end = type.includes('\n') ? -1 : text.indexOf(`${DASHES}END ${type}${DASHES}`, typeEnd);
    const block = end >= 0 ? blockOf(type, text.slice(typeEnd + DASHES.length, end)) : undefined;
    if (block !== undefined) blocks.push(block);
    at = beginAfter(text, end >= 0 ? end : at + BEGIN.length);
  }
  return blocks;
}

/** Returns the next block start at a line start, or -1. */
function beginAfter(text: string, from: number): number {
  let at = text.indexOf(BEGIN, from);
  while (at > 0 && text[at - 1] !== '\n') at = text.indexOf(BEGIN, at + 1);
  return at;
}

/** Headers, `Name: value`, precede an empty line. */
function blockOf(type: string, body: string): PemBlock | undefined {
  const hasHeaders = body.includes(':');
  const lines = body.split('\n').filter((line) => !line.includes(':'));
  const encodedText = lines.join('').replace(/[ \t\r]/g, '');
  return base64Problem(encodedText) === undefined ? { type, hasHeaders, bytes: decodeBase64(encodedText) } : undefined;
}
