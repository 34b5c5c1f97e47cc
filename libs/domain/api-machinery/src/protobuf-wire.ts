import { checkValues } from './body-values.ts';
import { DecodeError } from './decode-error.ts';

/** Message field on the wire: a number for varints, else bytes; eight bytes for a double. */
export interface WireField {
  readonly number: number;
  readonly value: bigint | Uint8Array;
}

const VARINT = 0;
const FIXED64 = 1;
const BYTES = 2;
const FIXED32 = 5;

/** Returns the fields of a message in wire order. Fields of four bytes are unused and skipped. Throws {@link DecodeError}. */
export function wireFields(bytes: Uint8Array): WireField[] {
  const fields: WireField[] = [];
  const cursor = { bytes, at: 0 };
  while (cursor.at < bytes.length) {
    const key = Number(readVarint(cursor) & 0xffff_ffffn);
    const value = readValue(cursor, key & 7);
    if (value !== undefined) checkValues(fields.push({ number: key >>> 3, value }));
  }
  return fields;
}

/** Returns the varints of a packed list. */
export function packedVarints(bytes: Uint8Array): bigint[] {
  const values: bigint[] = [];
  const cursor = { bytes, at: 0 };
  while (cursor.at < bytes.length) checkValues(values.push(readVarint(cursor)));
  return values;
}

interface Cursor {
  readonly bytes: Uint8Array;
  at: number;
}

function readValue(cursor: Cursor, wireType: number): bigint | Uint8Array | undefined {
  if (wireType === VARINT) return readVarint(cursor);
  if (wireType === BYTES) return readBytes(cursor, Number(readVarint(cursor)));
  if (wireType !== FIXED64 && wireType !== FIXED32) throw new DecodeError(`proto: illegal wireType ${wireType}`);
  const fixedBytes = readBytes(cursor, wireType === FIXED64 ? 8 : 4);
  return wireType === FIXED64 ? fixedBytes : undefined;
}

function readBytes(cursor: Cursor, length: number): Uint8Array {
  const end = cursor.at + length;
  if (end > cursor.bytes.length) throw new DecodeError('unexpected EOF');
  const bytes = cursor.bytes.subarray(cursor.at, end);
  cursor.at = end;
  return bytes;
}

/** Reads an unsigned varint: at most ten bytes, 64 bits. Small values, the usual case, need no BigInt. */
function readVarint(cursor: Cursor): bigint {
  let small = 0;
  for (let shift = 0; shift < 28; shift += 7) {
    const byte = nextByte(cursor);
    small |= (byte & 0x7f) << shift;
    if (byte < 0x80) return BigInt(small);
  }
  let value = BigInt(small);
  for (let shift = 28n; shift < 70n; shift += 7n) {
    const byte = nextByte(cursor);
    value |= BigInt(byte & 0x7f) << shift;
    if (byte < 0x80) return BigInt.asUintN(64, value);
  }
  throw new DecodeError('proto: integer overflow');
}

function nextByte(cursor: Cursor): number {
  const byte = cursor.bytes[cursor.at];
  if (byte === undefined) throw new DecodeError('unexpected EOF');
  cursor.at += 1;
  return byte;
}
