import type { GroupVersionKind, GroupVersionResource } from '@klockwork/admission';
import { apiVersionOf, asStored, type CalledWrite, inForm } from '@klockwork/registry';
import type { KindDefinition, KubeObject, ServedForm } from '@klockwork/resources';
import { definitionOf } from '../objects/definition.ts';

/** Version of a kind in which a webhook receives a write. */
export interface WriteVersion {
  readonly resource: GroupVersionResource;
  readonly kind: GroupVersionKind;
  /** Name of the type among the OpenAPI definitions. */
  readonly definition: string;
  /** Schema of a custom kind. */
  readonly schema: KindDefinition['schema'];
  /** Absent for the stored version. */
  readonly form: ServedForm | undefined;
}

/** Returns the version of the request, then all other served versions of the kind. Models `EquivalentResourceMapper`. */
export function versionsOf(write: CalledWrite): readonly WriteVersion[] {
  const { kind, form } = write;
  const served = [...(kind.isUnserved ? [] : [undefined]), ...(kind.forms ?? [])];
  const asked = served.find((one) => one === form || (one !== undefined && form !== undefined && apiVersionOf(one) === apiVersionOf(form)));
  return [form ?? asked, ...served.filter((one) => one !== asked)].map((one) => versionOf(write, one));
}

/** Converts an object from the stored form; a body of another kind has one version only. */
export function inVersion({ kind, bodyKind }: CalledWrite, { kind: type, form }: WriteVersion, object: KubeObject): KubeObject {
  const converted = bodyKind === undefined ? inForm(kind, object, form) : object;
  const { kind: _kind, apiVersion: _apiVersion, ...fields } = converted;
  return { kind: type.kind, apiVersion: apiVersionOf(type), ...fields } as KubeObject;
}

/** Converts an object to the stored form. */
export function fromVersion({ kind, bodyKind }: CalledWrite, { form }: WriteVersion, object: KubeObject): KubeObject {
  return bodyKind === undefined ? asStored(kind, object, form) : object;
}

function versionOf({ kind, bodyKind }: CalledWrite, form: ServedForm | undefined): WriteVersion {
  const { group, version, definition } = form ?? kind;
  const schema = form === undefined ? kind.schema : form.facets?.schema;
  const resource = { group, version, resource: kind.resource };
  if (bodyKind === undefined) return { resource, kind: { group, version, kind: kind.kind }, definition, schema, form };
  return { resource, kind: bodyKind, definition: definitionOf(bodyKind), schema: undefined, form };
}
