import { printable } from './printable.ts';

/** Field that differs between two states of an object. Absent values are undefined. */
export interface FieldChange {
  /** `spec.containers[web].image`. */
  readonly path: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

/** Fields that every write sets. */
const STAMPED: ReadonlySet<string> = new Set(['metadata.resourceVersion', 'metadata.generation', 'metadata.managedFields']);
const VALUE_CHARACTERS_MAX = 100;

/** Returns the fields that differ, in the order of the objects. Items of lists are matched by name, type or position. */
export function fieldChanges(before: unknown, after: unknown, path = ''): readonly FieldChange[] {
  if (STAMPED.has(path) || JSON.stringify(before) === JSON.stringify(after)) return [];
  const [was, is] = [fieldsOf(before), fieldsOf(after)];
  if (was === undefined || is === undefined || Array.isArray(before) !== Array.isArray(after))
    return [{ path, ...(before !== undefined && { before }), ...(after !== undefined && { after }) }];
  const names = new Set([...was.keys(), ...is.keys()]);
  return [...names].flatMap((name) => fieldChanges(was.get(name), is.get(name), joined(path, name)));
}

/** Returns one terminal-safe line: `spec.replicas: 2 → 3`. Long values are cut. */
export function fieldChangeLine({ path, before, after }: FieldChange): string {
  return printable(`${path}: ${valueText(before)} → ${valueText(after)}`);
}

function fieldsOf(value: unknown): ReadonlyMap<string, unknown> | undefined {
  if (Array.isArray(value)) return new Map(value.map((item: unknown, index) => [`[${nameOf(item) ?? index}]`, item]));
  return typeof value === 'object' && value !== null ? new Map(Object.entries(value)) : undefined;
}

function nameOf(item: unknown): string | undefined {
  const { name, type } = (typeof item === 'object' ? (item ?? {}) : {}) as { readonly name?: unknown; readonly type?: unknown };
  return [name, type].find((text) => typeof text === 'string');
}

function joined(path: string, name: string): string {
  return name.startsWith('[') || path === '' ? `${path}${name}` : `${path}.${name}`;
}

function valueText(value: unknown): string {
  if (value === undefined) return 'unset';
  const text = JSON.stringify(value);
  return text.length <= VALUE_CHARACTERS_MAX ? text : `${text.slice(0, VALUE_CHARACTERS_MAX)}…`;
}
