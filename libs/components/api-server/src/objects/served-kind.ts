import { copy } from '@klockwork/kernel';
import { apiVersionOf, type ListedObject } from '@klockwork/registry';
import type { KindDefinition, KubeObject, ServedForm } from '@klockwork/resources';
import { passingObject } from './listed-texts.ts';

/**
 * A kind as it is served at one group and version: what a request's path names. `form` is there when that is not the one it is
 * stored in. The registry is given `storedKind` of it, and only sees stored objects.
 */
export interface ServedKind extends KindDefinition {
  readonly form?: ServedForm & { readonly stored: KindDefinition };
}

/** Everything that kinds are served as: each as it is stored, then in its other forms. */
export function servedKinds(kinds: readonly KindDefinition[]): ServedKind[] {
  return kinds.flatMap((kind) => [kind, ...(kind.forms ?? []).map((form) => inOtherForm(kind, form))]);
}

/** The kind that the registry knows; with the rules of the form it is written in. */
export function storedKind(kind: ServedKind): KindDefinition {
  return kind.form?.stored ?? kind;
}

/** A body as it is stored. */
export function toStored(kind: ServedKind, body: KubeObject): KubeObject {
  return kind.form === undefined ? body : named(kind.form.stored, kind.form.toStored(body));
}

/** What `change` makes of an object in the served form, as a change of the stored object. */
export function inServedForm(kind: ServedKind, change: (previous: KubeObject) => KubeObject): (stored: KubeObject) => KubeObject {
  return kind.form === undefined ? change : (stored) => toStored(kind, change(fromStored(kind, stored)));
}

/** The text of a stored object in the served form. Made once for each state of an object, whoever reads it. */
export function servedText(kind: Pick<ServedKind, 'form' | 'group' | 'version' | 'kind'>, { object, json }: ListedObject): string {
  const { form } = kind;
  if (form === undefined) return json;
  const known = texts.get(form) ?? new WeakMap<KubeObject, string>();
  texts.set(form, known);
  const text = known.get(object) ?? JSON.stringify(fromStored(kind, object));
  known.set(object, text);
  return text;
}

/** The same for a list, which keeps no text: those of many objects would be as much memory as the objects. */
export function listedText(kind: Parameters<typeof servedText>[0], listed: ListedObject): string {
  const { form } = kind;
  if (form === undefined) return listed.json;
  const object = passingObject(listed);
  return texts.get(form)?.get(object) ?? JSON.stringify(fromStored(kind, object));
}

const texts = new WeakMap<ServedForm, WeakMap<KubeObject, string>>();

function fromStored(kind: Pick<ServedKind, 'form' | 'group' | 'version' | 'kind'>, stored: KubeObject): KubeObject {
  const mutable = copy(stored) as KubeObject;
  return kind.form === undefined ? mutable : named(kind, kind.form.fromStored(mutable));
}

function named(kind: Pick<KindDefinition, 'group' | 'version' | 'kind'>, { metadata, ...rest }: KubeObject): KubeObject {
  const { kind: _kind, apiVersion: _apiVersion, ...fields } = rest;
  return { kind: kind.kind, apiVersion: apiVersionOf(kind), ...(metadata !== undefined && { metadata }), ...fields } as KubeObject;
}

function inOtherForm(kind: KindDefinition, form: ServedForm): ServedKind {
  const { group, version, definition, selectableFields = kind.selectableFields, rules } = form;
  const stored = rules === undefined ? kind : { ...kind, strategy: { ...kind.strategy, ...rules } };
  return { ...kind, group, version, definition, selectableFields, form: { ...form, stored } };
}
