/** A field's type: what it holds, in which container. */
export interface FieldType {
  readonly container: 'none' | 'list' | 'map' | 'map-of-lists';
  /** `string`, `integer`, `number`, `boolean`, `int-or-string`, or the short name of a definition. */
  readonly element: string;
  readonly format?: string;
}

const CONTAINERS: Readonly<Record<string, FieldType['container']>> = { Array: 'list', map: 'map', 'map<Array': 'map-of-lists' };
const SCALARS = new Set(['string', 'boolean', 'number', 'integer']);

/** A field's type as it stands in the overlay. `literal` is the text a field always has: `apiVersion`, `kind`. */
interface OverlayType {
  readonly type: FieldType;
  readonly required: boolean;
  readonly literal: string | undefined;
}

/** Reads a type of the overlay: `[]core.v1.Container!`, `map[]string`, `int32`, `"v1"`. The mark at the end says required. */
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

/** Reads a type of `kubernetes-types`; `resolve` gives the short name of a type's name. */
export function readDeclaredType(text: string, resolve: (name: string) => string): FieldType {
  const wrapped = /^(map<Array|Array|map)<([^<>]+)>+$/.exec(text);
  const container = CONTAINERS[wrapped?.[1] ?? ''] ?? 'none';
  const inner = wrapped?.[2] ?? text;
  if (inner === 'number | string') return { container, element: 'intstr.IntOrString' };
  if (inner.startsWith('"')) return { container, element: 'string' };
  if (SCALARS.has(inner)) return { container, element: inner };
  if (!/^\w+$/.test(inner)) throw new Error(`a type of an unknown form: ${text}`);
  return { container, element: resolve(inner) };
}

/** True when the type is no reference to a definition. */
export function isScalar({ element }: FieldType): boolean {
  return SCALARS.has(element);
}
