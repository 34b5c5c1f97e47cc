/** Field that differs between two states of an object. Absent values are undefined. */
export interface FieldChange {
  /** `spec.containers[web].image`. */
  readonly path: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

/** Fields that every write sets. */
const STAMPED: ReadonlySet<string> = new Set(['metadata.resourceVersion', 'metadata.generation', 'metadata.managedFields']);

/**
 * Returns the fields that differ between two states of an object, in their order. Items of lists are matched by name, type or position.
 * Versions, generations and managed fields are left out.
 */
export function fieldChanges(before: unknown, after: unknown, path = ''): readonly FieldChange[] {
  if (STAMPED.has(path) || JSON.stringify(before) === JSON.stringify(after)) return [];
  const [former, is] = [fieldsOf(before), fieldsOf(after)];
  if (former === undefined || is === undefined || Array.isArray(before) !== Array.isArray(after))
    return [{ path, ...(before !== undefined && { before }), ...(after !== undefined && { after }) }];
  const names = new Set([...former.keys(), ...is.keys()]);
  return [...names].flatMap((name) => fieldChanges(former.get(name), is.get(name), joined(path, name)));
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
