import { gunzipSync } from 'node:zlib';

/** Message field in a descriptor. */
export interface FieldDescriptor {
  readonly number: number;
  readonly name: string;
  readonly repeated: boolean;
  /** A scalar's name, or the message's with a leading dot. */
  readonly type: string;
}

/** Message; map entry types are siblings. */
export interface MessageDescriptor {
  readonly fields: readonly FieldDescriptor[];
  readonly isMapEntry: boolean;
}

const GZIP_START = Buffer.from([0x1f, 0x8b, 0x08, 0x00]);
const SCALARS: Readonly<Record<number, string>> = {
  1: 'double',
  3: 'int64',
  4: 'uint64',
  5: 'int32',
  8: 'bool',
  9: 'string',
  12: 'bytes',
  13: 'uint32',
};
const MESSAGE = 11;
const REPEATED = 3;

/** Messages in the descriptors of a Go program, by full name with a leading dot. kubectl up to 1.34 contains compressed ones. */
export function messagesIn(program: Buffer): Map<string, MessageDescriptor> {
  const messages = new Map<string, MessageDescriptor>();
  for (let at = program.indexOf(GZIP_START); at >= 0; at = program.indexOf(GZIP_START, at + 1)) {
    const file = gunzip(program.subarray(at));
    if (file !== undefined) collectFile(file, messages);
  }
  return messages;
}

function gunzip(bytes: Buffer): Buffer | undefined {
  try {
    return gunzipSync(bytes.subarray(0, 1 << 20));
  } catch {
    // False match: four bytes resembling a gzip header.
    return undefined;
  }
}

function collectFile(file: Buffer, messages: Map<string, MessageDescriptor>): void {
  const parts = readParts(file);
  const name = textOf(parts, 2);
  if (parts === undefined || name === '') return;
  for (const message of bytesOf(parts, 4)) collectMessage(message, `.${name}`, messages);
}

function collectMessage(bytes: Buffer, scope: string, messages: Map<string, MessageDescriptor>): void {
  const parts = readParts(bytes);
  const name = `${scope}.${textOf(parts, 1)}`;
  const options = readParts(bytesOf(parts, 7)[0] ?? Buffer.alloc(0));
  messages.set(name, { fields: bytesOf(parts, 2).map(readField), isMapEntry: numberOf(options, 7) === 1 });
  for (const nested of bytesOf(parts, 3)) collectMessage(nested, name, messages);
}

function readField(bytes: Buffer): FieldDescriptor {
  const parts = readParts(bytes);
  const type = numberOf(parts, 5);
  return {
    name: textOf(parts, 1),
    number: numberOf(parts, 3),
    repeated: numberOf(parts, 4) === REPEATED,
    type: type === MESSAGE ? textOf(parts, 6) : (SCALARS[type] ?? `unknown type ${type}`),
  };
}

type Parts = Map<number, (number | Buffer)[]>;

/** Values by field number of a protobuf message; undefined for invalid bytes. */
function readParts(bytes: Buffer): Parts | undefined {
  const parts: Parts = new Map();
  for (let at = 0; at < bytes.length; ) {
    const [key, afterKey] = readVarint(bytes, at);
    const [value, next] = readValue(bytes, afterKey, key & 7);
    if (value === undefined || next > bytes.length) return undefined;
    parts.set(key >>> 3, [...(parts.get(key >>> 3) ?? []), value]);
    at = next;
  }
  return parts;
}

function readValue(bytes: Buffer, at: number, wireType: number): [number | Buffer | undefined, number] {
  if (wireType === 0) return readVarint(bytes, at);
  if (wireType !== 2) return [undefined, at];
  const [length, start] = readVarint(bytes, at);
  return [bytes.subarray(start, start + length), start + length];
}

function readVarint(bytes: Buffer, start: number): [number, number] {
  let value = 0;
  let at = start;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at] ?? 0;
    at += 1;
    if (shift < 49) value += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80 || at > bytes.length) return [value, at];
  }
}

function textOf(parts: Parts | undefined, field: number): string {
  return bytesOf(parts, field)[0]?.toString('utf8') ?? '';
}

function bytesOf(parts: Parts | undefined, field: number): Buffer[] {
  return (parts?.get(field) ?? []).filter((value) => typeof value !== 'number');
}

function numberOf(parts: Parts | undefined, field: number): number {
  const value = parts?.get(field)?.[0];
  return typeof value === 'number' ? value : 0;
}
