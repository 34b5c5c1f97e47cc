import type { Schema } from '@klockwork/api-machinery';
import { type FieldSet, fieldSet, type ManagedKind, type ManagedVersion, mergeSchema, type OwnedObject } from '@klockwork/managed-fields';
import { schemaOf } from '@klockwork/openapi';
import type { KindDefinition, KubeObject, ServedForm } from '@klockwork/resources';
import { copyStored } from './metadata.ts';
import { apiVersionOf } from './ordered-object.ts';

/** Returns the managed-fields target of a kind or subresource in the request's form. Cached: always the same object. */
export function managedKind(kind: KindDefinition, subresource: string, form?: ServedForm): ManagedKind {
  const managedKind = kinds.get(form ?? kind)?.get(subresource);
  if (managedKind !== undefined) return managedKind;
  const managed = makeManagedKind(kind, subresource, form);
  kinds.set(form ?? kind, new Map(kinds.get(form ?? kind)).set(subresource, managed));
  return managed;
}

const kinds = new WeakMap<KindDefinition | ServedForm, Map<string, ManagedKind>>();

function makeManagedKind(kind: KindDefinition, subresource: string, form?: ServedForm): ManagedKind {
  const fields = { resetFields: fieldsAt(resetsOf(kind, subresource)), ...ownFieldsOf(kind, subresource) };
  const versions = [kind, ...(kind.forms ?? [])].map((servedForm) => managedVersion(kind, servedForm, fields));
  const requestedApiVersion = apiVersionOf(form ?? kind);
  const version = versions.find(({ apiVersion }) => apiVersion === requestedApiVersion) ?? managedVersion(kind, form ?? kind, fields);
  const otherVersions = versions.filter((other) => other !== version);
  if (otherVersions.length === 0) return { version };
  return { version, otherVersions, convert: (object, apiVersion) => converted(kind, object as KubeObject, apiVersion) };
}

type OwnableFields = Pick<ManagedVersion, 'resetFields' | 'ownFields'>;

function managedVersion(kind: KindDefinition, served: KindDefinition | ServedForm, fields: OwnableFields): ManagedVersion {
  return { apiVersion: apiVersionOf(served), kind: kind.kind, schema: mergeSchema(typesOf(served)), ...fields };
}

function typesOf(served: KindDefinition | ServedForm): Schema {
  const schema = 'facets' in served ? served.facets?.schema : (served as KindDefinition).schema;
  return schema?.types ?? schemaOf(served.definition);
}

function fieldsAt(paths: readonly string[]): FieldSet {
  return fieldSet(paths.map((path) => path.split('.')));
}

/** Models `GetResetFieldsFilter` of restrictive strategies. */
function ownFieldsOf(kind: KindDefinition, subresource: string): Pick<ManagedVersion, 'ownFields'> {
  const paths = kind.subresources?.[subresource]?.ownFields;
  return paths === undefined ? {} : { ownFields: fieldsAt(paths) };
}

/** Converts a stored object to the request's form; returns it unchanged for the stored form. */
export function inForm(kind: KindDefinition, storedObject: KubeObject, form: ServedForm | undefined): KubeObject {
  if (form === undefined) return kind.readStored?.(storedObject) ?? storedObject;
  return { ...form.fromStored(copyStored(storedObject)), kind: kind.kind, apiVersion: apiVersionOf(form) };
}

/** Converts an object from the request's form to the stored one. */
export function asStored(kind: KindDefinition, object: KubeObject, form: ServedForm | undefined): KubeObject {
  return form === undefined ? object : { ...form.toStored(copyStored(object)), kind: kind.kind, apiVersion: apiVersionOf(kind) };
}

function converted(kind: KindDefinition, object: KubeObject, apiVersion: string): OwnedObject {
  const formOf = (version: string | undefined) => kind.forms?.find((form) => apiVersionOf(form) === version);
  return inForm(kind, asStored(kind, object, formOf(object.apiVersion)), formOf(apiVersion));
}

/** Models `GetResetFields` of strategies: most reset the status, and status strategies the spec. */
function resetsOf(kind: KindDefinition, subresource: string): readonly string[] {
  if (subresource === '') return kind.strategy.resetFields ?? (kind.status === undefined ? [] : ['status']);
  if (subresource === 'status') return kind.status?.resetFields ?? ['spec'];
  return kind.subresources?.[subresource]?.resetFields ?? kind.projected?.[subresource]?.resetFields ?? ['status'];
}
