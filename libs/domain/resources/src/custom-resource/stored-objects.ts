import { copy, deepFreeze } from '@klockwork/kernel';
import type { CustomResourceDefinitionSpec, CustomResourceDefinitionVersion } from '@klockwork/kubernetes-types';
import { type JsonSchema, VersionSchema } from '@klockwork/structural-schema';
import type { CustomObject } from './custom-object.ts';

/** Objects of a custom kind in the log, and the schemas that read them. */
export class StoredObjects {
  readonly #schemas = new Map<string, VersionSchema>();
  readonly #read = new WeakMap<CustomObject, CustomObject>();
  readonly #stored: CustomResourceDefinitionVersion | undefined;
  readonly #since: number;
  readonly #group: string;

  /** `since`: last revision whose objects may have been written under an earlier schema; 0 for none. */
  constructor({ group, versions }: CustomResourceDefinitionSpec, since: number) {
    this.#group = group;
    this.#stored = versions.find(({ storage }) => storage);
    // Objects written in other versions may have fields that the stored version lacks.
    const schemas = new Set(versions.filter(({ served, storage }) => served || storage).map(({ schema }) => JSON.stringify(schema)));
    this.#since = schemas.size > 1 ? Number.POSITIVE_INFINITY : since;
  }

  /** True if some object must be read through the schema. */
  get mayBeOutdated(): boolean {
    return this.#since > 0;
  }

  /** Returns the compiled schema of a version, always the same. */
  schemaOf({ name, schema }: CustomResourceDefinitionVersion): VersionSchema {
    const versionSchema = this.#schemas.get(name) ?? new VersionSchema((schema?.openAPIV3Schema ?? {}) as JsonSchema);
    this.#schemas.set(name, versionSchema);
    return versionSchema;
  }

  /** Returns another object, pruned, with defaults and frozen; the same object if it was written under this schema. */
  readonly read = (storedObject: CustomObject): CustomObject => {
    if (this.#stored === undefined || Number(storedObject.metadata?.resourceVersion ?? 0) > this.#since) return storedObject;
    const object = this.#read.get(storedObject) ?? this.#readAs(this.#stored, storedObject);
    this.#read.set(storedObject, object);
    return object;
  };

  #readAs(version: CustomResourceDefinitionVersion, storedObject: CustomObject): CustomObject {
    const object = copy(storedObject) as CustomObject;
    this.schemaOf(version).read(object);
    // The log has objects of earlier storage versions.
    object.apiVersion = `${this.#group}/${version.name}`;
    return deepFreeze(object);
  }
}
