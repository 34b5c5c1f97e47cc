import type { ApiError } from '@klockwork/kernel';
import type { FieldSet } from './field-set.ts';
import type { MergeSchema } from './merge-schema.ts';

/**
 * What one manager owns, as it stands in `metadata.managedFields`. Frozen, and the same object for as long as it does not
 * change. Models `metav1.ManagedFieldsEntry`.
 */
export interface ManagedFieldsEntry {
  readonly manager?: string;
  /** `Apply` or `Update`. */
  readonly operation?: string;
  readonly apiVersion?: string;
  /** RFC 3339, seconds. Absent where upstream leaves it out. */
  readonly time?: string;
  /** `FieldsV1`. */
  readonly fieldsType?: string;
  /** A {@link FieldSet}, unless a client made it up. */
  readonly fieldsV1?: object;
  readonly subresource?: string;
}

/** An object as far as ownership looks at it; frozen or not, it is never changed. */
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

/** One version of a kind. Make it once: what is found out about the schema is remembered with it. */
export interface ManagedVersion {
  /** `apps/v1`, `v1`. */
  readonly apiVersion: string;
  readonly kind: string;
  readonly schema: MergeSchema;
  /** What the strategy of this resource or subresource puts back: such writes own none of it. Made by `fieldSet`. */
  readonly resetFields?: FieldSet;
  /** All that writes through this subresource can own, where that is less: a pattern, in which a field `*` is any element. */
  readonly ownFields?: FieldSet;
}

/** The kind a request is for: in the version of the request, and in the others that entries may be of. */
export interface ManagedKind {
  readonly version: ManagedVersion;
  /** Entries of a version that is neither this one nor among them are dropped, as upstream drops versions it no longer serves. */
  readonly otherVersions?: readonly ManagedVersion[];
  /** The object, which may hold nulls, in another of these versions. Needed only when there are `otherVersions`. */
  readonly convert?: (object: OwnedObject, apiVersion: string) => OwnedObject;
}

/** Who writes, to what. */
export interface ManagedWrite {
  readonly target: ManagedKind;
  /** `fieldManager`, or the user agent up to its first `/`; '' is known as `unknown`. */
  readonly manager: string;
  /** '' for the main resource. */
  readonly subresource: string;
  /** When, RFC 3339 in seconds: what `formatTime` gives. */
  readonly now: string;
}

/** A write that has been merged already: create, PUT and every patch but apply. */
export interface ManagedUpdate extends ManagedWrite {
  /** The stored object; absent for a creation. */
  readonly live?: OwnedObject;
  /** What is about to be stored, with defaults, before admission and the strategy. Its `managedFields` are the request's. */
  readonly next: OwnedObject;
}

/** A server-side apply. */
export interface ManagedApply extends ManagedWrite {
  /** The stored object; absent when the apply creates it. */
  readonly live?: OwnedObject;
  /** The body, decoded but neither defaulted nor fitted to the schema: an explicit null says something. */
  readonly applied: OwnedObject;
  /** Takes what others own instead of being refused. */
  readonly force: boolean;
}

/** What an apply comes to. */
export type ApplyResult =
  | {
      readonly type: 'applied';
      /** The merged object, without `metadata.managedFields`; may hold nulls: fit it to the schema and default it. `live` itself where nothing changed. */
      readonly object: OwnedObject;
      /** Undefined when nobody owns anything. */
      readonly managedFields: readonly ManagedFieldsEntry[] | undefined;
    }
  | { readonly type: 'conflict'; readonly conflicts: readonly ApplyConflict[]; readonly error: ApiError };

/** A field whose value somebody else owns. */
export interface ApplyConflict {
  readonly manager: string;
  readonly operation: 'Apply' | 'Update';
  readonly apiVersion?: string;
  readonly subresource?: string;
  /** `.spec.template.spec.containers[name="web"].image`. */
  readonly field: string;
}
