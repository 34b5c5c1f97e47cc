import { type FieldSet, fieldSet, type ManagedKind, type ManagedVersion, mergeSchema, type OwnedObject } from '@klockwork/managed-fields';
import { schemaOf } from '@klockwork/openapi';
import type { KindDefinition, KubeObject, ServedForm } from '@klockwork/resources';
import { copyStored } from './metadata.ts';
import { apiVersionOf } from './ordered-object.ts';

/** The kind as its fields are owned, through the object or a subresource, in the form of the request. The same object each time. */
export function managedKind(kind: KindDefinition, subresource: string, form?: ServedForm): ManagedKind {
  const known = kinds.get(form ?? kind)?.get(subresource);
  if (known !== undefined) return known;
  const managed = makeManagedKind(kind, subresource, form);
  kinds.set(form ?? kind, new Map(kinds.get(form ?? kind)).set(subresource, managed));
  return managed;
}

const kinds = new WeakMap<KindDefinition | ServedForm, Map<string, ManagedKind>>();

function makeManagedKind(kind: KindDefinition, subresource: string, form?: ServedForm): ManagedKind {
  const fields = { resetFields: fieldsAt(resetsOf(kind, subresource)), ...ownFieldsOf(kind, subresource) };
  const versions = [kind, ...(kind.forms ?? [])].map((served) => managedVersion(kind, served, fields));
  const asked = apiVersionOf(form ?? kind);
  const version = versions.find(({ apiVersion }) => apiVersion === asked) ?? managedVersion(kind, form ?? kind, fields);
  const otherVersions = versions.filter((other) => other !== version);
  if (otherVersions.length === 0) return { version };
  return { version, otherVersions, convert: (object, apiVersion) => converted(kind, object as KubeObject, apiVersion) };
}

type OwnableFields = Pick<ManagedVersion, 'resetFields' | 'ownFields'>;

function managedVersion(kind: KindDefinition, served: KindDefinition | ServedForm, fields: OwnableFields): ManagedVersion {
  return { apiVersion: apiVersionOf(served), kind: kind.kind, schema: mergeSchema(schemaOf(served.definition)), ...fields };
}

function fieldsAt(paths: readonly string[]): FieldSet {
  return fieldSet(paths.map((path) => path.split('.')));
}

/** Models `GetResetFieldsFilter` of the strategies that let little through. */
function ownFieldsOf(kind: KindDefinition, subresource: string): Pick<ManagedVersion, 'ownFields'> {
  const paths = kind.subresources?.[subresource]?.ownFields;
  return paths === undefined ? {} : { ownFields: fieldsAt(paths) };
}

/** A stored object in the form of the request; itself where that is the stored one. */
export function inForm(kind: KindDefinition, stored: KubeObject, form: ServedForm | undefined): KubeObject {
  return form === undefined ? stored : { ...form.fromStored(copyStored(stored)), kind: kind.kind, apiVersion: apiVersionOf(form) };
}

/** An object in the form of the request as it is stored. */
export function asStored(kind: KindDefinition, object: KubeObject, form: ServedForm | undefined): KubeObject {
  return form === undefined ? object : { ...form.toStored(copyStored(object)), kind: kind.kind, apiVersion: apiVersionOf(kind) };
}

function converted(kind: KindDefinition, object: KubeObject, apiVersion: string): OwnedObject {
  const formOf = (version: string | undefined) => kind.forms?.find((form) => apiVersionOf(form) === version);
  return inForm(kind, asStored(kind, object, formOf(object.apiVersion)), formOf(apiVersion));
}

/** Models `GetResetFields` of the strategies: nearly all put the status back, and those of the status the spec. */
function resetsOf(kind: KindDefinition, subresource: string): readonly string[] {
  if (subresource === '') return kind.strategy.resetFields ?? (kind.status === undefined ? [] : ['status']);
  if (subresource === 'status') return kind.status?.resetFields ?? ['spec'];
  return kind.subresources?.[subresource]?.resetFields ?? kind.projected?.[subresource]?.resetFields ?? ['status'];
}
