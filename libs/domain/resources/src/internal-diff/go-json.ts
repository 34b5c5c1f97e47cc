import type { GoField, GoType } from './go-types.ts';

type Fields = Readonly<Record<string, unknown>>;

/**
 * Encodes `value` like Go's JSON of type `type`, indented by a space: all fields in order, including absent ones. Models
 * `json.MarshalIndent`.
 */
export function goJson(type: GoType, value: unknown, depth = 0): string {
  const nonNull = value ?? undefined;
  switch (type.type) {
    case 'scalar':
      return nonNull === undefined ? type.zero : goString(JSON.stringify(nonNull));
    case 'pointer':
      return nonNull === undefined ? 'null' : goJson(type.of, nonNull, depth);
    case 'slice':
      return nonNull === undefined ? 'null' : list(type.of, nonNull as readonly unknown[], depth);
    case 'map':
      return nonNull === undefined ? 'null' : map(type.of, nonNull as Fields, depth);
    default:
      return block('{', members(type.fields, (nonNull ?? {}) as Fields, depth + 1), '}', depth);
  }
}

function members(fields: readonly GoField[], value: Fields, depth: number): string[] {
  return fields.flatMap(({ name, from, type, embedded, omitEmpty }) => {
    const member = from === '' ? value : value[from];
    if (embedded && type.type === 'struct') return members(type.fields, (member ?? {}) as Fields, depth);
    if (omitEmpty && isEmpty(member)) return [];
    return [`"${name}": ${goJson(type, member, depth)}`];
  });
}

function list(type: GoType, values: readonly unknown[], depth: number): string {
  const texts = values.map((value) => goJson(type, value, depth + 1));
  return block('[', texts, ']', depth);
}

function map(type: GoType, values: Fields, depth: number): string {
  const texts = Object.keys(values)
    .sort()
    .map((key) => `${goString(JSON.stringify(key))}: ${goJson(type, values[key], depth + 1)}`);
  return block('{', texts, '}', depth);
}

function block(open: string, parts: readonly string[], close: string, depth: number): string {
  if (parts.length === 0) return `${open}${close}`;
  const indent = ' '.repeat(depth);
  return `${open}\n${parts.map((part) => `${indent} ${part}`).join(',\n')}\n${indent}${close}`;
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === '' || (typeof value === 'object' && Object.keys(value).length === 0);
}

/** Escapes HTML characters, as Go does. */
function goString(json: string): string {
  return json.replace(/[<>&\u2028\u2029]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
