import type { ApiError } from '@klockwork/kernel';
import type { FieldSet } from './field-set.ts';
import type { MergeSchema } from './merge-schema.ts';

/** Entry of one manager in `metadata.managedFields`. Frozen; unchanged entries keep their identity. Models `metav1.ManagedFieldsEntry`. */
export interface ManagedFieldsEntry {
  readonly manager?: string;
  /** `Apply` or `Update`. */
  readonly operation?: string;
  readonly apiVersion?: string;
  /** RFC 3339, seconds. Absent where upstream leaves it out. */
  readonly time?: string;
  /** `FieldsV1`. */
  readonly fieldsType?: string;
  /** {@link FieldSet}, unless written by a client. */
  readonly fieldsV1?: object;
  readonly subresource?: string;
}

/** Object with the fields that ownership reads; possibly frozen, never changed. */
export interface OwnedObject {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: {
    readonly name?: string;
    readonly namespace?: string;
    readonly uid?: string;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly managedFields?: readonly ManagedFieldsEntry[];
  };
}

/** Version of a kind. Create it once: derived schema data is cached with it. */
export interface ManagedVersion {
  /** `apps/v1`, `v1`. */
  readonly apiVersion: string;
  readonly kind: string;
  readonly schema: MergeSchema;
  /** Fields that this resource's strategy resets: writes do not own them. Built by `fieldSet`. */
  readonly resetFields?: FieldSet;
  /** Pattern of all fields that writes of this subresource can own, if limited. A field `*` matches any element. */
  readonly ownFields?: FieldSet;
}

/** Kind of a request: version of the request, and further versions of entries. */
export interface ManagedKind {
  readonly version: ManagedVersion;
  /** Entries of other versions are dropped, as upstream drops versions no longer served. */
  readonly otherVersions?: readonly ManagedVersion[];
  /** Converts the object, possibly with nulls, to another of these versions. Required with `otherVersions` only. */
  readonly convert?: (object: OwnedObject, apiVersion: string) => OwnedObject;
}

/** Manager and target of a write. */
export interface ManagedWrite {
  readonly target: ManagedKind;
  /** `fieldManager`, or the user agent up to its first `/`; '' is recorded as `unknown`. */
  readonly manager: string;
  /** '' for the main resource. */
  readonly subresource: string;
  /** Present time, RFC 3339 in seconds, from `formatTime`. */
  readonly now: string;
}

/** Merged write: create, PUT and every patch except apply. */
export interface ManagedUpdate extends ManagedWrite {
  /** Stored object; absent for a create. */
  readonly live?: OwnedObject;
  /** Object to store, with defaults, before admission and strategy. Its `managedFields` come from the request. */
  readonly next: OwnedObject;
}

/** A server-side apply. */
export interface ManagedApply extends ManagedWrite {
  /** Stored object; absent if the apply creates it. */
  readonly live?: OwnedObject;
  /** Decoded body without defaults or schema conversion: explicit nulls matter. */
  readonly applied: OwnedObject;
  /** Takes over fields of other owners instead of a conflict. */
  readonly force: boolean;
}

/** Result of an apply. */
export type ApplyResult =
  | {
      readonly type: 'applied';
      /**
       * Merged object without `metadata.managedFields`, possibly with nulls: fit it to the schema and apply defaults. `live` itself without
       * a change.
       */
      readonly object: OwnedObject;
      /** Undefined without owners. */
      readonly managedFields: readonly ManagedFieldsEntry[] | undefined;
    }
  | { readonly type: 'conflict'; readonly conflicts: readonly ApplyConflict[]; readonly error: ApiError };

/** Field whose value another manager owns. */
export interface ApplyConflict {
  readonly manager: string;
  readonly operation: 'Apply' | 'Update';
  readonly apiVersion?: string;
  readonly subresource?: string;
  /** `.spec.template.spec.containers[name="web"].image`. */
  readonly field: string;
}
