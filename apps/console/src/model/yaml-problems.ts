import { type Document, isCollection, parseDocument, stringify } from 'yaml';

/** Problem beside its text. */
export interface YamlProblem {
  readonly from: number;
  readonly to: number;
  readonly message: string;
}

/** Cause in a Status of the server. */
export interface FieldCause {
  /** `spec.containers[0].image`; '' for the object. */
  readonly field: string;
  readonly message: string;
}

/** Returns an object as YAML, without its managed fields. */
export function yamlOf(object: object): string {
  const { metadata = {}, ...rest } = object as { readonly metadata?: { readonly managedFields?: unknown } };
  const { managedFields: _, ...shown } = metadata;
  const { apiVersion, kind, ...content } = rest as { readonly apiVersion?: string; readonly kind?: string };
  return stringify({ apiVersion, kind, metadata: shown, ...content }, { lineWidth: 0 });
}

/** Returns the object of a text, or its syntax problems. */
export function parsedYaml(text: string): { readonly object: object } | { readonly problems: readonly YamlProblem[] } {
  const document = parseDocument(text);
  const problems = document.errors.map(({ pos: [from, to], message }) => ({ from, to, message: message.split('\n')[0] ?? message }));
  if (problems.length > 0) return { problems };
  const object: unknown = document.toJS();
  if (typeof object === 'object' && object !== null && !Array.isArray(object)) return { object };
  return { problems: [{ from: 0, to: text.length, message: 'the text has no object' }] };
}

/** Returns the server's causes beside the fields that they name. A missing field has its problem at its nearest parent. */
export function fieldProblems(text: string, causes: readonly FieldCause[]): readonly YamlProblem[] {
  const document = parseDocument(text);
  return causes.map(({ field, message }) => {
    const [from, to] = rangeOf(document, stepsOf(field));
    return { from, to, message: field === '' ? message : `${field}: ${message}` };
  });
}

/** Returns the causes of a refusal: those of its details, or the unknown and duplicate fields that its message names. */
export function causesOf(message: string, causes: readonly FieldCause[]): readonly FieldCause[] {
  if (causes.length > 0) return causes;
  return [...message.matchAll(/(unknown|duplicate) field "([^"]+)"/g)].map(([, type, field = '']) => ({ field, message: `${type} field` }));
}

/** Returns `['spec', 'containers', 0, 'image']`; `[web.example/a]` is one key. */
function stepsOf(field: string): readonly (string | number)[] {
  return [...field.matchAll(/\[([^\]]*)\]|[^.[\]]+/g)].map(([text, inner]) => {
    if (inner === undefined) return text;
    return /^\d+$/.test(inner) ? Number(inner) : inner.replaceAll('"', '');
  });
}

function rangeOf(document: Document, steps: readonly (string | number)[]): readonly [number, number] {
  for (let count = steps.length; count > 0; count--) {
    const path = steps.slice(0, count);
    const node = document.getIn(path, true) as { readonly range?: readonly number[] | null } | undefined;
    const key = keyRange(document, path);
    const [from, to] = key ?? node?.range ?? [];
    if (from !== undefined && to !== undefined) return [from, to];
  }
  return [0, 0];
}

/** Returns the range of the key of a field; undefined for items of lists. */
function keyRange(document: Document, path: readonly (string | number)[]): readonly number[] | undefined {
  const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  if (!isCollection(parent)) return undefined;
  const pair = parent.items.find((item) => {
    const { key } = item as { readonly key?: { readonly value?: unknown } };
    return key?.value === path.at(-1);
  }) as { readonly key?: { readonly range?: readonly number[] } } | undefined;
  return pair?.key?.range;
}
