import { decodeUtf8, parseJson } from '@klockwork/kernel';
import { DecodeError } from './decode-error.ts';
import { checkDepth } from './json-depth.ts';
import type { WireField } from './protobuf-wire.ts';
import { canonicalQuantity, QuantityError } from './quantity.ts';
import { formatMicroTime, formatTime } from './time.ts';

const YEAR_0 = -62_167_219_200_000;
const YEAR_10000 = 253_402_300_800_000;

type Decode = (fields: readonly WireField[]) => unknown;

/** Messages whose JSON is not an object of their fields. */
const SPECIAL: ReadonlyMap<string, Decode> = new Map<string, Decode>([
  ['meta.v1.Time', (fields) => timeText(fields, formatTime)],
  ['meta.v1.MicroTime', (fields) => timeText(fields, formatMicroTime)],
  ['resource.Quantity', (fields) => quantityText(textAt(fields, 1))],
  ['intstr.IntOrString', (fields) => (numberAt(fields, 1) === 1 ? textAt(fields, 3) : numberAt(fields, 2))],
  ['apiextensions.v1.JSON', (fields) => jsonAt(fields, 1)],
  ['runtime.RawExtension', (fields) => jsonAt(fields, 1)],
  ['meta.v1.FieldsV1', (fields) => jsonAt(fields, 1)],
  ['authentication.v1.ExtraValue', textsAt],
  ['authorization.v1.ExtraValue', textsAt],
  ['certificates.v1.ExtraValue', textsAt],
]);

/** True for messages that {@link decodeSpecial} reads. */
export function isSpecial(type: string): boolean {
  return SPECIAL.has(type);
}

/** The JSON value of such a message; undefined for the zero time. Throws {@link DecodeError}. */
export function decodeSpecial(type: string, fields: readonly WireField[]): unknown {
  return SPECIAL.get(type)?.(fields);
}

/** Go encodes the zero time as an empty message. */
function timeText(fields: readonly WireField[], format: (ms: number) => string): string | undefined {
  if (fields.length === 0) return undefined;
  const ms = numberAt(fields, 1) * 1_000 + Math.floor(numberAt(fields, 2) / 1_000_000);
  if (ms < YEAR_0 || ms >= YEAR_10000) throw new DecodeError('Time.MarshalJSON: year outside of range [0,9999]');
  return format(ms);
}

function quantityText(text: string): string {
  try {
    return canonicalQuantity(text === '' ? '0' : text);
  } catch (error) {
    if (error instanceof QuantityError) throw new DecodeError(error.message);
    throw error;
  }
}

function jsonAt(fields: readonly WireField[], number: number): unknown {
  const text = textAt(fields, number);
  if (text === '') return undefined;
  try {
    const value = parseJson(text);
    checkDepth(value);
    return value;
  } catch (error) {
    if (error instanceof SyntaxError) throw new DecodeError('a raw extension holds no JSON');
    throw error;
  }
}

/** Returns the texts of field 1. */
function textsAt(fields: readonly WireField[]): string[] {
  return fields.flatMap(({ number, value }) => (number === 1 && value instanceof Uint8Array ? [decodeUtf8(value)] : []));
}

function textAt(fields: readonly WireField[], number: number): string {
  const value = fields.findLast((field) => field.number === number)?.value;
  return value instanceof Uint8Array ? decodeUtf8(value) : '';
}

function numberAt(fields: readonly WireField[], number: number): number {
  const value = fields.findLast((field) => field.number === number)?.value;
  return typeof value === 'bigint' ? Number(BigInt.asIntN(64, value)) : 0;
}
