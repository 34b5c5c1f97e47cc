/** Field type: element and container. */
export interface FieldType {
  readonly container: 'none' | 'list' | 'map' | 'map-of-lists';
  /** `string`, `integer`, `number`, `boolean`, `int-or-string`, or the short name of a definition. */
  readonly element: string;
  readonly format?: string;
}

const CONTAINERS: Readonly<Record<string, FieldType['container']>> = { Array: 'list', map: 'map', 'map<Array': 'map-of-lists' };
const SCALARS = new Set(['string', 'boolean', 'number', 'integer']);

/** Field type in the overlay. `literal` is a constant value: `apiVersion`, `kind`. */
interface OverlayType {
  readonly type: FieldType;
  readonly required: boolean;
  readonly literal: string | undefined;
}

/** Parses an overlay type: `[]core.v1.Container!`, `map[]string`, `int32`, `"v1"`. A final `!` means required. */
export function readOverlayType(text: string): OverlayType {
  const literal = /^"(.*)"$/.exec(text)?.[1];
  if (literal !== undefined) return { required: false, literal, type: { container: 'none', element: 'string' } };
  const required = text.endsWith('!');
  const match = /^(\[\]|map\[\])?([\w.]+)!?$/.exec(text);
  if (match === null) throw new Error(`a type of an unknown form in the overlay: ${text}`);
  const container = match[1] === undefined ? 'none' : match[1] === '[]' ? 'list' : 'map';
  const element = match[2] as string;
  const number = /^int(32|64)$/.test(element);
  return { required, literal, type: number ? { container, element: 'integer', format: element } : { container, element } };
}

/** Parses a type of `kubernetes-types`; `resolve` maps type names to short names. */
export function readDeclaredType(text: string, resolve: (name: string) => string): FieldType {
  const wrappedMatch = /^(map<Array|Array|map)<([^<>]+)>+$/.exec(text);
  const container = CONTAINERS[wrappedMatch?.[1] ?? ''] ?? 'none';
  const inner = wrappedMatch?.[2] ?? text;
  if (inner === 'number | string') return { container, element: 'intstr.IntOrString' };
  if (inner.startsWith('"')) return { container, element: 'string' };
  if (SCALARS.has(inner)) return { container, element: inner };
  if (!/^\w+$/.test(inner)) throw new Error(`a type of an unknown form: ${text}`);
  return { container, element: resolve(inner) };
}

/** True for a type without reference to a definition. */
export function isScalar({ element }: FieldType): boolean {
  return SCALARS.has(element);
}
