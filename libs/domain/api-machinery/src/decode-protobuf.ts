import { decodeUtf8, encodeBase64 } from '@klockwork/kernel';
import { DecodeError } from './decode-error.ts';
import { type OwnObject, setOwn } from './own-property.ts';
import { decodeSpecial, isSpecial } from './protobuf-special.ts';
import { type ProtobufField, protobufMessage } from './protobuf-table.ts';
import { packedVarints, type WireField, wireFields } from './protobuf-wire.ts';

/** Decoded protobuf body as JSON object, with apiVersion and kind. */
export interface DecodedProtobuf {
  readonly apiVersion: string;
  readonly kind: string;
  readonly object: OwnObject;
}

const MAGIC = [0x6b, 0x38, 0x73, 0x00];
const DEPTH_MAX = 100;

/**
 * Decodes a body of `application/vnd.kubernetes.protobuf`: the four bytes `k8s\0`, then a `runtime.Unknown` with type and object. Omits
 * zero values that Go's JSON omits. Throws {@link DecodeError}. Models `k8s.io/apimachinery/pkg/runtime/serializer/protobuf`.
 */
export function decodeProtobuf(bytes: Uint8Array): DecodedProtobuf {
  if (MAGIC.some((byte, index) => bytes[index] !== byte))
    throw new DecodeError('provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]');
  const unknown = wireFields(bytes.subarray(MAGIC.length));
  const type = wireFields(bytesOf(unknown, 1));
  const apiVersion = decodeUtf8(bytesOf(type, 1));
  const kind = decodeUtf8(bytesOf(type, 2));
  const message = messageName(apiVersion, kind);
  if (message === undefined) throw new DecodeError(`no kind "${kind}" is registered for version "${apiVersion}"`);
  return { apiVersion, kind, object: { apiVersion, kind, ...decodeMessage(bytesOf(unknown, 2), message, 0) } };
}

/** `apps/v1` Deployment → `apps.v1.Deployment`; options such as DeleteOptions belong to every group. */
function messageName(apiVersion: string, kind: string): string | undefined {
  const [group, version] = apiVersion.includes('/') ? apiVersion.split('/') : ['core', apiVersion];
  const own = `${group?.split('.')[0]}.${version}.${kind}`;
  return [own, `meta.v1.${kind}`].find((name) => protobufMessage(name) !== undefined);
}

function decodeMessage(bytes: Uint8Array, name: string, depth: number): OwnObject {
  if (depth > DEPTH_MAX) throw new DecodeError('exceeded max depth');
  const message = protobufMessage(name);
  if (message === undefined) throw new DecodeError(`proto: unknown message ${name}`);
  const result: OwnObject = {};
  for (const { number, value } of wireFields(bytes)) {
    const field = message.get(number);
    // Fields newer than our table are skipped, as in any protobuf decoder.
    if (field !== undefined) addField(result, field, value, depth);
  }
  return result;
}

function addField(result: OwnObject, field: ProtobufField, wire: WireField['value'], depth: number): void {
  if (field.embedded) Object.assign(result, decodeMessage(asBytes(wire), field.type, depth + 1));
  else if (field.container === 'map') addEntry(result, field, asBytes(wire), depth);
  else if (field.container === 'list') addItems(result, field, wire, depth);
  else addValue(result, field, decodeValue(wire, field.type, depth));
}

function addValue(result: OwnObject, { name, pointer }: ProtobufField, value: unknown): void {
  const isZero = value === undefined || (!pointer && (value === '' || value === 0 || value === false));
  if (!isZero) result[name] = value;
}

function addItems(result: OwnObject, { name, type }: ProtobufField, wire: WireField['value'], depth: number): void {
  const packed = wire instanceof Uint8Array && /^(int|uint|bool)/.test(type);
  const items = packed ? packedVarints(wire) : [wire];
  const list = (result[name] as unknown[] | undefined) ?? [];
  for (const item of items) list.push(decodeValue(item, type, depth) ?? null);
  result[name] = list;
}

function addEntry(result: OwnObject, { name, type }: ProtobufField, bytes: Uint8Array, depth: number): void {
  const entry = wireFields(bytes);
  const key = decodeUtf8(bytesOf(entry, 1));
  const value = entry.find(({ number }) => number === 2)?.value ?? new Uint8Array();
  const map = (result[name] ?? {}) as OwnObject;
  setOwn(map, key, decodeValue(value, type, depth));
  result[name] = map;
}

function decodeValue(wire: WireField['value'], type: string, depth: number): unknown {
  switch (type) {
    case 'string':
      return decodeUtf8(asBytes(wire));
    case 'bytes':
      return encodeBase64(asBytes(wire));
    case 'bool':
      return wire !== 0n;
    case 'int32':
      return integer(wire, 32);
    case 'int64':
    case 'uint32':
    case 'uint64':
      return integer(wire, 64);
    case 'double':
      return double(asBytes(wire));
    case 'apiextensions.v1.JSONSchemaPropsOrArray':
    case 'apiextensions.v1.JSONSchemaPropsOrBool':
    case 'apiextensions.v1.JSONSchemaPropsOrStringArray':
      return decodeSchemaOr(type, wireFields(asBytes(wire)), depth);
    default:
      return isSpecial(type) ? decodeSpecial(type, wireFields(asBytes(wire))) : decodeMessage(asBytes(wire), type, depth + 1);
  }
}

const JSON_SCHEMA = 'apiextensions.v1.JSONSchemaProps';

/** Returns the alternative that is set, as `MarshalJSON` of `apiextensions/v1/marshal.go` writes it. */
function decodeSchemaOr(type: string, fields: readonly WireField[], depth: number): unknown {
  const isBool = type.endsWith('OrBool');
  const schema = fields.findLast(({ number }) => number === (isBool ? 2 : 1))?.value;
  const schemaValue = (wire: WireField['value']) => decodeMessage(asBytes(wire), JSON_SCHEMA, depth + 1);
  if (isBool) return schema === undefined ? fields.some(({ number, value }) => number === 1 && value !== 0n) : schemaValue(schema);
  const items = fields.filter(({ number }) => number === 2).map(({ value }) => value);
  if (items.length > 0) return items.map((wire) => (type.endsWith('OrStringArray') ? decodeUtf8(asBytes(wire)) : schemaValue(wire)));
  return schema === undefined ? null : schemaValue(schema);
}

function double(bytes: Uint8Array): number {
  if (bytes.length !== 8) throw new DecodeError('proto: wrong wireType = 2 for a double');
  return new DataView(bytes.buffer, bytes.byteOffset, 8).getFloat64(0, true);
}

/** Truncates to `bits` bits, as Go does. */
function integer(wire: WireField['value'], bits: number): number | bigint {
  if (typeof wire !== 'bigint') throw new DecodeError('proto: wrong wireType = 2 for an integer');
  const exact = BigInt.asIntN(bits, wire);
  const value = Number(exact);
  return Number.isSafeInteger(value) ? value : exact;
}

function asBytes(wire: WireField['value']): Uint8Array {
  if (typeof wire === 'bigint') throw new DecodeError('proto: wrong wireType = 0 for a text or a message');
  return wire;
}

/** Returns the last value of a field, by protobuf's rule; empty if absent. */
function bytesOf(fields: readonly WireField[], number: number): Uint8Array {
  const value = fields.findLast((field) => field.number === number)?.value;
  return value instanceof Uint8Array ? value : new Uint8Array();
}
