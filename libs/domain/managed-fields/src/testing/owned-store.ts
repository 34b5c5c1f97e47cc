import { fitSchema, type Schema } from '@klockwork/api-machinery';
import { deepFreeze } from '@klockwork/kernel';
import { schemaOf } from '@klockwork/openapi';
import { applyManagedFields } from '../apply-managed-fields.ts';
import type { ApplyResult, ManagedFieldsEntry, ManagedVersion, OwnedObject } from '../contract.ts';
import { type FieldSet, fieldSet } from '../field-set.ts';
import { mergeSchema } from '../merge-schema.ts';
import { updateManagedFields } from '../update-managed-fields.ts';

export type Doc = Readonly<Record<string, unknown>>;

/** Options of a write. Default: main resource, next minute. */
interface WriteOptions {
  readonly subresource?: string;
  readonly now?: string;
  readonly resetFields?: FieldSet;
}

/** Returns the version of a built-in kind with its real schema. */
export function versionOfKind(definition: string, apiVersion: string): ManagedVersion {
  const kind = definition.slice(definition.lastIndexOf('.') + 1);
  return { apiVersion, kind, schema: mergeSchema(schemaOf(definition)), resetFields: fieldSet([['status']]) };
}

/** Object with owners, after successive writes. */
export class OwnedStore {
  readonly #version: ManagedVersion;
  readonly #schema: Schema | undefined;
  #minute = 0;
  live: OwnedObject | undefined;

  /** `schema`: type of stored objects; without it they are stored unchanged. */
  constructor(version: ManagedVersion, schema?: Schema) {
    this.#version = version;
    this.#schema = schema;
  }

  /** A write other than apply. */
  update(manager: string, next: Doc, options: WriteOptions = {}): void {
    const managedFields = updateManagedFields({ ...this.#write(manager, options), ...(this.live && { live: this.live }), next });
    this.#store(next as OwnedObject, managedFields);
  }

  /** Applies an object server-side; stores the result unless it conflicts. */
  apply(manager: string, applied: Doc, { force = false, ...options }: WriteOptions & { readonly force?: boolean } = {}): ApplyResult {
    const result = applyManagedFields({ ...this.#write(manager, options), ...(this.live && { live: this.live }), applied, force });
    if (result.type === 'applied') this.#store(result.object, result.managedFields);
    return result;
  }

  /** Returns the object without ownership. */
  get object(): Doc {
    const { managedFields: _, uid: __, ...metadata } = (this.live?.metadata ?? {}) as Doc;
    return { ...this.live, metadata };
  }

  get entries(): readonly ManagedFieldsEntry[] | undefined {
    return this.live?.metadata?.managedFields;
  }

  /** Returns all fields of a manager, for any operation. */
  fieldsOf(manager: string): unknown {
    return this.entries?.find((entry) => entry.manager === manager)?.fieldsV1;
  }

  #write(manager: string, { subresource = '', now, resetFields }: WriteOptions) {
    this.#minute += 1;
    const version = resetFields === undefined ? this.#version : { ...this.#version, resetFields };
    return { target: { version }, manager, subresource, now: now ?? `2026-01-01T00:${String(this.#minute).padStart(2, '0')}:00Z` };
  }

  #store(object: OwnedObject, managedFields: readonly ManagedFieldsEntry[] | undefined): void {
    const { managedFields: _, ...metadata } = object.metadata ?? {};
    const fitted = (this.#schema ? fitSchema({ ...object, metadata }, this.#schema) : { ...object, metadata }) as OwnedObject;
    this.live = deepFreeze({ ...fitted, metadata: { ...fitted.metadata, uid: 'u-1', ...(managedFields && { managedFields }) } });
  }
}

export function configMaps(): OwnedStore {
  return new OwnedStore(versionOfKind('io.k8s.api.core.v1.ConfigMap', 'v1'), schemaOf('io.k8s.api.core.v1.ConfigMap'));
}

export function deployments(): OwnedStore {
  return new OwnedStore(versionOfKind('io.k8s.api.apps.v1.Deployment', 'apps/v1'), schemaOf('io.k8s.api.apps.v1.Deployment'));
}

export function aConfigMap(data: Doc | undefined, metadata: Doc = {}): Doc {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings', namespace: 'default', ...metadata }, ...(data && { data }) };
}

export function aDeployment(spec: Doc): Doc {
  return { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web', namespace: 'default' }, spec };
}

/** Returns a Deployment spec with this pod spec. */
export function podTemplate(spec: Doc): Doc {
  return { template: { spec } };
}
