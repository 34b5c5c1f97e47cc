import type { GroupVersionKind, GroupVersionResource } from '@klockwork/admission';
import { statusErrors } from '@klockwork/api-machinery';
import { ApiError } from '@klockwork/kernel';
import { apiVersionOf, asStored, type CalledWrite, inForm } from '@klockwork/registry';
import type { KindDefinition, KubeObject, ServedForm, VersionConversion } from '@klockwork/resources';
import { definitionOf } from '../objects/definition.ts';
import type { WebhookPorts } from './webhook-ports.ts';

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
  /** True for another version of a kind whose objects a webhook converts. */
  readonly needsCall?: true;
}

const versions = new WeakMap<CalledWrite, readonly WriteVersion[]>();

/**
 * Returns the version of the request, then all other served versions of the kind: always the same objects for a write. Models
 * `EquivalentResourceMapper`.
 */
export function versionsOf(write: CalledWrite): readonly WriteVersion[] {
  const writeVersions = versions.get(write) ?? allVersionsOf(write);
  versions.set(write, writeVersions);
  return writeVersions;
}

function allVersionsOf(write: CalledWrite): readonly WriteVersion[] {
  const { kind, form } = write;
  if (kind.conversion !== undefined) return [versionOf(write, undefined), ...convertedVersions(write, kind.conversion)];
  const servedForms = [...(kind.isUnserved ? [] : [undefined]), ...(kind.forms ?? [])];
  const requestForm = servedForms.find(
    (one) => one === form || (one !== undefined && form !== undefined && apiVersionOf(one) === apiVersionOf(form)),
  );
  return [form ?? requestForm, ...servedForms.filter((one) => one !== requestForm)].map((one) => versionOf(write, one));
}

/** Converts an object from the version of the request, possibly by a call. Rejects with ApiError for a failed conversion. */
export async function convertedTo(
  { converter }: Pick<WebhookPorts, 'converter'>,
  write: CalledWrite,
  { version, object }: { readonly version: WriteVersion; readonly object: KubeObject },
): Promise<KubeObject> {
  if (version.needsCall !== true) return inVersion(write, version, object);
  const original = inVersion(write, versionOf(write, undefined), object);
  const [convertedObject] = await converter.convert(write.kind, [original], apiVersionOf(version.kind));
  return convertedObject as KubeObject;
}

/** Converts an object from the version of the request, possibly by a call. Rejects with InternalError for a failed conversion. */
export function forWebhook(
  ports: Pick<WebhookPorts, 'converter'>,
  write: CalledWrite,
  target: { readonly version: WriteVersion; readonly object: KubeObject },
): Promise<KubeObject> {
  return orInternalError(convertedTo(ports, write, target));
}

/** Converts an object of a webhook to the version of the request. */
export async function fromWebhook(
  { converter }: Pick<WebhookPorts, 'converter'>,
  write: CalledWrite,
  { version, object }: { readonly version: WriteVersion; readonly object: KubeObject },
): Promise<KubeObject> {
  if (version.needsCall !== true) return fromVersion(write, version, object);
  const [convertedObject] = await orInternalError(converter.convert(write.kind, [object], apiVersionOf(write.kind)));
  return convertedObject as KubeObject;
}

/** Models `generic.ConvertToGVK` of `k8s.io/apiserver/pkg/admission/plugin/webhook`. */
async function orInternalError<T>(conversion: Promise<T>): Promise<T> {
  try {
    return await conversion;
  } catch (error) {
    throw error instanceof ApiError ? statusErrors.internalError(error.message) : error;
  }
}

/** Converts an object from the stored form; a body of another kind has one version only. */
export function inVersion({ kind, bodyKind }: CalledWrite, { kind: type, form }: WriteVersion, object: KubeObject): KubeObject {
  const convertedObject = bodyKind === undefined ? inForm(kind, object, form) : object;
  const { kind: _kind, apiVersion: _apiVersion, ...fields } = convertedObject;
  return { kind: type.kind, apiVersion: apiVersionOf(type), ...fields } as KubeObject;
}

/** Converts an object to the stored form. */
function fromVersion({ kind, bodyKind }: CalledWrite, { form }: WriteVersion, object: KubeObject): KubeObject {
  return bodyKind === undefined ? asStored(kind, object, form) : object;
}

function convertedVersions({ kind, bodyKind }: CalledWrite, { versions }: VersionConversion): WriteVersion[] {
  const others = versions.filter(({ version }) => version !== kind.version);
  return others.map((other) => ({
    ...versionOf({ kind: other, bodyKind }, undefined),
    ...(bodyKind === undefined && { needsCall: true }),
  }));
}

function versionOf({ kind, bodyKind }: Pick<CalledWrite, 'kind' | 'bodyKind'>, form: ServedForm | undefined): WriteVersion {
  const { group, version, definition } = form ?? kind;
  const schema = form === undefined ? kind.schema : form.facets?.schema;
  const resource = { group, version, resource: kind.resource };
  if (bodyKind === undefined) return { resource, kind: { group, version, kind: kind.kind }, definition, schema, form };
  return { resource, kind: bodyKind, definition: definitionOf(bodyKind), schema: undefined, form };
}
