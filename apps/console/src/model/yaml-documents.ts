import { parseAllDocuments } from 'yaml';
import { collectionPath, type Kind } from './kinds.ts';

/** Object of a pasted text. */
export interface NewObject {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: { readonly name?: string; readonly generateName?: string; readonly namespace?: string };
}

/** Problem of a document of a text; the first has number 1. */
interface DocumentProblem {
  readonly document: number;
  readonly message: string;
}

/** Place of a new object: path of its collection, and `deployments.apps/web`. */
interface CreationPlace {
  readonly path: string;
  readonly name: string;
}

/** Returns the objects of a text of several documents in their order, with the items of lists, or the problems of its documents. */
export function yamlObjects(text: string): { readonly objects: readonly NewObject[] } | { readonly problems: readonly DocumentProblem[] } {
  const documents = [...parseAllDocuments(text)].map((document, index) => ({ document: index + 1, parsed: document }));
  const problems = documents.flatMap(({ document, parsed }) =>
    parsed.errors.map(({ message }) => ({ document, message: message.split('\n')[0] ?? message })),
  );
  if (problems.length > 0) return { problems };
  const values = documents
    .map(({ document, parsed }) => ({ document, value: parsed.toJS() as unknown }))
    .filter(({ value }) => value !== null);
  const wrong = values.filter(({ value }) => typeof value !== 'object' || Array.isArray(value));
  if (wrong.length > 0) return { problems: wrong.map(({ document }) => ({ document, message: 'the text has no object' })) };
  return { objects: values.flatMap(({ value }) => itemsOf(value as NewObject)) };
}

/** Returns the place of a new object, or the problem of its kind in kubectl's words. `namespace`: that of objects without one. */
export function creationPlace(
  { apiVersion = '', kind = '', metadata = {} }: NewObject,
  kinds: readonly Kind[],
  namespace: string,
): CreationPlace | { readonly problem: string } {
  const slash = apiVersion.indexOf('/');
  const [group, version] = [apiVersion.slice(0, Math.max(0, slash)), apiVersion.slice(slash + 1)];
  const found = kinds.find((each) => each.group === group && each.kind === kind && each.verbs.has('create'));
  if (found === undefined) return { problem: `no matches for kind "${kind}" in version "${apiVersion}"` };
  const path = collectionPath({ ...found, version }, metadata.namespace ?? namespace);
  return { path, name: `${found.resource}/${metadata.name ?? metadata.generateName ?? ''}` };
}

function itemsOf(object: NewObject): readonly NewObject[] {
  const { kind, items } = object as NewObject & { readonly items?: readonly NewObject[] };
  return kind === 'List' && Array.isArray(items) ? items : [object];
}
