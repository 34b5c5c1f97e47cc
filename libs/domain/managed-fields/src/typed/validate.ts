import { compareText, goQuote, goValueText } from '@klockwork/api-machinery';
import type { ListSchema, MapSchema, MergeSchema, ScalarSchema } from '../merge-schema.ts';
import { fieldElement, printElement } from '../path-element.ts';
import { atomFor } from './atoms.ts';
import { tryItemElement } from './item-element.ts';
import { asMap, type Entries } from './values.ts';

/** Why a value does not have its type, and where. */
interface Problem {
  readonly path: string;
  readonly message: string;
}

/**
 * What is wrong with an object that is to be applied: wrong types, undeclared fields, items without keys or there twice. All of it in
 * upstream's words, undefined when nothing is. Models `TypedValue.Validate` and `ValidationErrors.Error`.
 */
export function mismatchText(object: Entries, schema: MergeSchema): string | undefined {
  const problems = validate(object, schema, '').map(({ path, message }) => (path === '' ? message : `${path}: ${message}`));
  if (problems.length < 2) return problems[0];
  return ['errors:', ...problems.map((problem) => `  ${problem}`)].join('\n');
}

function validate(value: unknown, schema: MergeSchema, path: string): Problem[] {
  if (value === null) return [];
  const atom = atomFor(schema, value);
  if (atom.type === 'map') return validateMap(value, atom, path);
  return atom.type === 'list' ? validateList(value, atom, path) : validateScalar(value, atom, path);
}

function validateMap(value: unknown, { fields, values }: MapSchema, path: string): Problem[] {
  const map = asMap(value);
  if (map === undefined) return [{ path, message: `expected map, got ${pointer(value)}` }];
  const problems: Problem[] = [];
  for (const [key, child] of Object.entries(map)) {
    if (child === undefined) continue;
    const schema = fields.get(key) ?? values;
    const place = path + printElement(fieldElement(key));
    // Upstream looks no further into this map.
    if (schema === undefined) return [...problems, { path: place, message: 'field not declared in schema' }];
    problems.push(...validate(child, schema, place));
  }
  return problems;
}

function validateList(value: unknown, schema: ListSchema, path: string): Problem[] {
  if (!Array.isArray(value)) return [{ path, message: `expected list, got ${pointer(value)}` }];
  const problems: Problem[] = [];
  const seen = new Set<string>();
  for (const [index, item] of value.entries()) {
    const element = schema.relation === 'atomic' ? `i:${index}` : tryItemElement(item, schema);
    // Without an element nothing deeper can be said, and upstream looks no further into this list.
    if (typeof element !== 'string') return [...problems, { path, message: `element ${index}: ${element.message}` }];
    const place = printElement(element);
    if (seen.has(element)) problems.push({ path, message: `duplicate entries for key ${place}` });
    seen.add(element);
    problems.push(...validate(item, schema.items, path + place));
  }
  return problems;
}

function validateScalar(value: unknown, { scalar }: ScalarSchema, path: string): Problem[] {
  const type = typeof value === 'bigint' ? 'number' : typeof value;
  const message = (text: string) => [{ path, message: text }];
  switch (scalar) {
    case 'numeric':
      return type === 'number' ? [] : message(`expected numeric (int or float), got ${goType(value)}`);
    case 'string':
      return type === 'string' ? [] : message(`expected string, got &value.valueUnstructured{Value:${goSyntax(value)}}`);
    case 'boolean':
      return type === 'boolean' ? [] : message(`expected boolean, got ${pointer(value)}`);
    default:
      return type === 'object' ? message(`expected any scalar, got ${pointer(value)}`) : [];
  }
}

/** `%v` of what upstream wraps a value in. */
function pointer(value: unknown): string {
  return `&{${goValueText(value)}}`;
}

/** `%T`. */
function goType(value: unknown): string {
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'object') return Array.isArray(value) ? '[]interface {}' : 'map[string]interface {}';
  return 'string';
}

/** `%#v`. */
function goSyntax(value: unknown): string {
  if (typeof value === 'string') return goQuote(value);
  if (value === null) return 'interface {}(nil)';
  if (typeof value !== 'object') return String(value);
  if (Array.isArray(value)) return `[]interface {}{${value.map(goSyntax).join(', ')}}`;
  const entries = Object.entries(value).sort(([a], [b]) => compareText(a, b));
  return `map[string]interface {}{${entries.map(([key, child]) => `${goQuote(key)}:${goSyntax(child)}`).join(', ')}}`;
}
