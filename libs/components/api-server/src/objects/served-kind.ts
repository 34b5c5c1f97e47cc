import { statusErrors } from '@klockwork/api-machinery';
import { ApiError, copy } from '@klockwork/kernel';
import { apiVersionOf, type ListedObject } from '@klockwork/registry';
import type { KindDefinition, KindFacets, KubeObject, ServedForm } from '@klockwork/resources';
import { passingObject } from './listed-texts.ts';

/**
 * Kind at one group version of a path. `form` is present unless it is the stored one. The registry receives `storedKind`, and sees only
 * stored objects. A kind with conversion by webhook has no forms: the registry converts its objects.
 */
export interface ServedKind extends KindDefinition {
  readonly form?: ServedForm & { readonly stored: KindDefinition };
}

/** Returns all served forms of kinds: the stored one, then others. */
export function servedKinds(kinds: readonly KindDefinition[]): ServedKind[] {
  return kinds.flatMap(formsOf);
}

const formsOfKinds = new WeakMap<KindDefinition, readonly ServedKind[]>();

/** Returns the same forms for the same kind. */
function formsOf(kind: KindDefinition): readonly ServedKind[] {
  const forms = formsOfKinds.get(kind) ?? [
    ...(kind.isUnserved ? [] : [kind]),
    ...(kind.forms ?? []).map((form) => inOtherForm(kind, form)),
    ...(kind.otherVersions ?? []).map((other) => (kind.isTerminating ? { ...other, isTerminating: kind.isTerminating } : other)),
  ];
  formsOfKinds.set(kind, forms);
  return forms;
}

/** Throws upstream's 405 for a creation under a terminating definition. Models `crdHandler.serveResource`. */
export function checkCreatable(kind: KindDefinition): void {
  if (kind.isTerminating !== true) return;
  const { status } = statusErrors.methodNotAllowed(kind, 'create');
  throw new ApiError({ ...status, message: 'create not allowed while custom resource definition is terminating' });
}

/** Returns the registry's kind, with validation rules of the written form. */
export function storedKind(kind: ServedKind): KindDefinition {
  return kind.form?.stored ?? kind;
}

/** Converts a body to the stored form. */
export function toStored(kind: ServedKind, body: KubeObject): KubeObject {
  return kind.form === undefined ? body : named(kind.form.stored, kind.form.toStored(body));
}

/** Wraps a change of the served form as a change of the stored object. */
export function inServedForm(kind: ServedKind, change: (previous: KubeObject) => KubeObject): (storedObject: KubeObject) => KubeObject {
  if (kind.form === undefined) return (storedObject) => change(inPresentVersion(kind, kind.readStored?.(storedObject) ?? storedObject));
  return (storedObject) => toStored(kind, change(fromStored(kind, storedObject)));
}

/** Names the version of an object that the log has in an earlier storage version. */
function inPresentVersion(kind: ServedKind, storedObject: KubeObject): KubeObject {
  const apiVersion = apiVersionOf(kind);
  return storedObject.apiVersion === apiVersion ? storedObject : { ...storedObject, apiVersion };
}

/** Properties of a kind that determine the text of its objects. */
type TextKind = Pick<ServedKind, 'form' | 'group' | 'version' | 'kind' | 'readStored'>;

/** Returns a stored object's text in the served form. Cached per state of an object. */
export function servedText(kind: TextKind, listedObject: ListedObject): string {
  if (isServedAsStored(kind, listedObject)) return listedObject.json;
  const { object } = listedObject;
  const textsOfKind = textsOf(kind) ?? new WeakMap<KubeObject, string>();
  texts.set(kind.form ?? kind.readStored ?? kind, textsOfKind);
  const text = textsOfKind.get(object) ?? JSON.stringify(fromStored(kind, object));
  textsOfKind.set(object, text);
  return text;
}

/** Returns the same for a list, without caching: many texts would double memory. */
export function listedText(kind: TextKind, listedObject: ListedObject): string {
  if (kind.form === undefined && kind.readStored === undefined) return listedObject.json;
  const object = passingObject(listedObject);
  if (isServedAsStored(kind, { object })) return listedObject.json;
  return textsOf(kind)?.get(object) ?? JSON.stringify(fromStored(kind, object));
}

/** True if clients read the text of the log. Reads the object's value only if the kind requires it. */
export function isServedAsStored({ form, readStored }: TextKind, item: Pick<ListedObject, 'object'>): boolean {
  if (form !== undefined) return false;
  if (readStored === undefined) return true;
  const { object } = item;
  return readStored(object) === object;
}

/** By form, or by the function that reads the stored form. */
const texts = new WeakMap<object, WeakMap<KubeObject, string>>();

function textsOf(kind: TextKind): WeakMap<KubeObject, string> | undefined {
  return texts.get(kind.form ?? kind.readStored ?? kind);
}

function fromStored(kind: TextKind, storedObject: KubeObject): KubeObject {
  if (kind.form === undefined) return kind.readStored?.(storedObject) ?? storedObject;
  return named(kind, kind.form.fromStored(copy(storedObject) as KubeObject));
}

function named(kind: Pick<KindDefinition, 'group' | 'version' | 'kind'>, { metadata, ...rest }: KubeObject): KubeObject {
  const { kind: _kind, apiVersion: _apiVersion, ...fields } = rest;
  return { kind: kind.kind, apiVersion: apiVersionOf(kind), ...(metadata !== undefined && { metadata }), ...fields } as KubeObject;
}

function inOtherForm(kind: KindDefinition, form: ServedForm): ServedKind {
  if (form.facets !== undefined) return withFacets(kind, form, form.facets);
  const { group, version, definition, selectableFields = kind.selectableFields, rules } = form;
  const storedDefinition = rules === undefined ? kind : { ...kind, strategy: { ...kind.strategy, ...rules } };
  return { ...kind, group, version, definition, selectableFields, form: { ...form, stored: storedDefinition } };
}

/** The registry applies the rules of the written version to the stored kind. */
function withFacets(kind: KindDefinition, form: ServedForm, facets: KindFacets): ServedKind {
  const { strategy: _strategy, status: _status, projected: _projected, deprecation: _deprecation, published: _published, ...own } = kind;
  const { group, version, definition } = form;
  // Owned fields of stored objects have the types of the stored version.
  const storedForm = { ...own, ...facets, ...(kind.schema && { schema: kind.schema }) };
  return { ...own, ...facets, group, version, definition, form: { ...form, stored: storedForm } };
}
