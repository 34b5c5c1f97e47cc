/** Kinds of types; `struct` has declared fields, `opaque` is named and may have parameters. */
export type TypeKind =
  | 'bool'
  | 'bytes'
  | 'double'
  | 'duration'
  | 'dyn'
  | 'error'
  | 'int'
  | 'list'
  | 'map'
  | 'null'
  | 'opaque'
  | 'param'
  | 'string'
  | 'struct'
  | 'timestamp'
  | 'type'
  | 'uint';

/** Type of an expression. */
export interface CelType {
  readonly kind: TypeKind;
  /** Name that `type(x)` prints, such as `google.protobuf.Timestamp`. */
  readonly name: string;
  readonly params: readonly CelType[];
}

const NO_PARAMS: readonly CelType[] = [];

function simple(kind: TypeKind, name: string = kind): CelType {
  return { kind, name, params: NO_PARAMS };
}

/** Truth values. */
export const BOOL = simple('bool');
export const BYTES = simple('bytes');
export const DOUBLE = simple('double');
export const DURATION = simple('duration', 'google.protobuf.Duration');
/** Values of any type, checked at evaluation. */
export const DYN = simple('dyn');
export const ERROR = simple('error', '*error*');
/** Signed 64-bit integers. */
export const INT = simple('int');
/** Type of `null`. */
export const NULL = simple('null', 'null_type');
/** Texts. */
export const STRING = simple('string');
export const TIMESTAMP = simple('timestamp', 'google.protobuf.Timestamp');
export const TYPE = simple('type');
export const UINT = simple('uint');

/** Returns the type of lists. */
export function listOf(element: CelType): CelType {
  return { kind: 'list', name: 'list', params: [element] };
}

/** Returns the type of maps. */
export function mapOf(key: CelType, value: CelType): CelType {
  return { kind: 'map', name: 'map', params: [key, value] };
}

/** Returns the type of optional values. */
export function optionalOf(type: CelType): CelType {
  return opaque('optional_type', [type]);
}

export function typeOf(type: CelType): CelType {
  return { kind: 'type', name: 'type', params: [type] };
}

export function opaque(name: string, params: readonly CelType[] = NO_PARAMS): CelType {
  return { kind: 'opaque', name, params };
}

/** Returns the type of objects whose fields are declared under `name`. */
export function struct(name: string): CelType {
  return simple('struct', name);
}

export function typeParam(name: string): CelType {
  return simple('param', name);
}

export function isDyn(type: CelType): boolean {
  return type.kind === 'dyn';
}

export function isOptional(type: CelType): boolean {
  return type.kind === 'opaque' && type.name === 'optional_type';
}

/** Compares two types exactly. */
export function sameType(a: CelType, b: CelType): boolean {
  if (a === b) return true;
  if (a.kind !== b.kind || a.name !== b.name || a.params.length !== b.params.length) return false;
  return a.params.every((param, index) => sameType(param, b.params[index] as CelType));
}

const PRINTED_NAMES: Partial<Record<TypeKind, string>> = {
  duration: 'duration',
  error: '!error!',
  null: 'null',
  timestamp: 'timestamp',
};

/** Prints a type as cel-go's errors do, such as `list(string)`. */
export function formatType(type: CelType): string {
  const name = PRINTED_NAMES[type.kind] ?? type.name;
  return type.params.length === 0 ? name : `${name}(${type.params.map(formatType).join(', ')})`;
}

/** Prints the arguments of a call: `(int, string)`, or `string.(int)` for a member. */
export function formatArguments(types: readonly CelType[], isMember: boolean): string {
  const printedTypes = types.map(formatType);
  const target = isMember ? `${printedTypes.shift()}.` : '';
  return `${target}(${printedTypes.join(', ')})`;
}
