import { compareText, goQuote, goValueText } from '@klockwork/api-machinery';
import type { ListSchema, MapSchema, MergeSchema, ScalarSchema } from '../merge-schema.ts';
import { fieldElement, printElement } from '../path-element.ts';
import { atomFor } from './atoms.ts';
import { tryItemElement } from './item-element.ts';
import { asMap, type Entries } from './values.ts';

/** Type error of a value, and its path. */
interface Problem {
  readonly path: string;
  readonly message: string;
}

const NONE: readonly Problem[] = [];
const DUPLICATE = 'duplicate entries for key ';

/**
 * Returns upstream's message of all errors in an applied object: wrong types, undeclared fields, items with missing or duplicate keys;
 * undefined without errors. Stored objects may have duplicates (`allowDuplicates`). Models `TypedValue.Validate` and
 * `ValidationErrors.Error`.
 */
export function mismatchText(object: Entries, schema: MergeSchema, { allowDuplicates = false } = {}): string | undefined {
  const findings = validate(object, schema).filter(({ message }) => !allowDuplicates || !message.startsWith(DUPLICATE));
  const problems = findings.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`));
  if (problems.length < 2) return problems[0];
  return ['errors:', ...problems.map((problem) => `  ${problem}`)].join('\n');
}

function validate(value: unknown, schema: MergeSchema): readonly Problem[] {
  if (value === null) return NONE;
  const atom = atomFor(schema, value);
  if (atom.type === 'map') return validateMap(value, atom);
  return atom.type === 'list' ? validateList(value, atom) : validateScalar(value, atom);
}

function validateMap(value: unknown, { fields, values }: MapSchema): readonly Problem[] {
  const map = asMap(value);
  if (map === undefined) return problem(`expected map, got ${pointer(value)}`);
  const problems: Problem[] = [];
  for (const [key, child] of Object.entries(map)) {
    if (child === undefined) continue;
    const schema = fields.get(key) ?? values;
    addBelow(problems, fieldElement(key), schema === undefined ? problem('field not declared in schema') : validate(child, schema));
    // Upstream stops validating this map.
    if (schema === undefined) break;
  }
  return problems;
}

function validateList(value: unknown, schema: ListSchema): readonly Problem[] {
  if (!Array.isArray(value)) return problem(`expected list, got ${pointer(value)}`);
  const problems: Problem[] = [];
  const seen = new Set<string>();
  for (const [index, item] of value.entries()) {
    const element = schema.relation === 'atomic' ? `i:${index}` : tryItemElement(item, schema);
    // Upstream stops validating this list after an item without element.
    if (typeof element !== 'string') return [...problems, ...problem(`element ${index}: ${element.message}`)];
    if (seen.has(element)) problems.push(...problem(DUPLICATE + printElement(element)));
    seen.add(element);
    addBelow(problems, element, validate(item, schema.items));
  }
  return problems;
}

function problem(message: string): readonly Problem[] {
  return [{ path: '', message }];
}

/** Prefixes and adds problems of a field or item. Uses a loop: too many for a call's arguments. */
function addBelow(problems: Problem[], element: string, foundProblems: readonly Problem[]): void {
  for (const { path, message } of foundProblems) problems.push({ path: printElement(element) + path, message });
}

function validateScalar(value: unknown, { scalar }: ScalarSchema): readonly Problem[] {
  const type = typeof value === 'bigint' ? 'number' : typeof value;
  switch (scalar) {
    case 'numeric':
      return type === 'number' ? NONE : problem(`expected numeric (int or float), got ${goType(value)}`);
    case 'string':
      return type === 'string' ? NONE : problem(`expected string, got &value.valueUnstructured{Value:${goSyntax(value)}}`);
    case 'boolean':
      return type === 'boolean' ? NONE : problem(`expected boolean, got ${pointer(value)}`);
    default:
      return type === 'object' ? problem(`expected any scalar, got ${pointer(value)}`) : NONE;
  }
}

/** Formats a value like Go's `%v` of upstream's wrapper. */
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
