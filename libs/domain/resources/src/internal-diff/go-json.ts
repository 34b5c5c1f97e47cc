import type { GoField, GoType } from './go-types.ts';

type Fields = Readonly<Record<string, unknown>>;

/**
 * Encodes `value` like Go's JSON of type `type`, indented by a space: all fields in order, including absent ones. Models
 * `json.MarshalIndent`.
 */
export function goJson(type: GoType, value: unknown, depth = 0): string {
  const given = value ?? undefined;
  switch (type.type) {
    case 'scalar':
      return given === undefined ? type.zero : goString(JSON.stringify(given));
    case 'pointer':
      return given === undefined ? 'null' : goJson(type.of, given, depth);
    case 'slice':
      return given === undefined ? 'null' : list(type.of, given as readonly unknown[], depth);
    case 'map':
      return given === undefined ? 'null' : map(type.of, given as Fields, depth);
    default:
      return block('{', members(type.fields, (given ?? {}) as Fields, depth + 1), '}', depth);
  }
}

function members(fields: readonly GoField[], value: Fields, depth: number): string[] {
  return fields.flatMap(({ name, from, type, embedded, omitEmpty }) => {
    const given = from === '' ? value : value[from];
    if (embedded && type.type === 'struct') return members(type.fields, (given ?? {}) as Fields, depth);
    if (omitEmpty && isEmpty(given)) return [];
    return [`"${name}": ${goJson(type, given, depth)}`];
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
