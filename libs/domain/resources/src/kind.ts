import type { FieldError } from '@klockwork/api-machinery';
import type { LabTime, Random, StatusCause } from '@klockwork/kernel';
import type { WebhookConversion } from '@klockwork/kubernetes-types';
import type { VersionSchema } from '@klockwork/structural-schema';
import type { KubeObject } from './object.ts';

/** Group, version and plural name of a kind. */
export interface ResourceRef {
  readonly group: string;
  readonly version: string;
  /** Plural, lower case: `pods`. */
  readonly resource: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

/** Context of a strategy call. */
export interface WriteContext {
  readonly now: LabTime;
  /** For subresource-free writes the main resource; otherwise its name: `status`, `scale`, `binding` … */
  readonly subresource: string;
  readonly user: string;
  /** Groups of the user by its credential; absent: they follow from the name. */
  readonly groups?: readonly string[] | undefined;
  /** Adds a `Warning:` header about data that preparation removes from the draft. */
  readonly warn?: (text: string) => void;
}

/** Input of an allocation: stored objects of the kind, and random numbers. */
export interface AllocationView<T extends KubeObject = KubeObject> {
  list(): Iterable<T>;
  readonly random: Random;
}

/**
 * Write rules of a kind. Pure and synchronous. `draft` is fresh and may be changed in place; `previous` is frozen and shared. Models the
 * strategies in `pkg/registry/<group>/<kind>/strategy.go`.
 */
export interface Strategy<T extends KubeObject = KubeObject> {
  /** Fills in upstream's defaults. Runs on every decoded body, before admission and validation. */
  default(draft: T): void;
  /** Drops fields that clients may not set, and sets the generation. */
  prepareForCreate(draft: T, context: WriteContext): void;
  /** Restores fields that this write may not change (status), and increments the generation on spec changes. */
  prepareForUpdate(draft: T, previous: T, context: WriteContext): void;
  /**
   * Allocates cluster-wide values (a Service's cluster IP and node ports) after validation and before the write; `previous` is undefined on
   * create. Models `registry/core/service/storage/alloc.go`.
   */
  allocate?(draft: T, previous: T | undefined, view: AllocationView<T>): FieldError[];
  validate(object: T): FieldError[];
  validateUpdate(object: T, previous: T): FieldError[];
  /** Fields reset by writes of the object, as paths; by default the status. They get no owner. Models `GetResetFields`. */
  readonly resetFields?: readonly string[];
  /** Texts for `Warning:` headers. */
  warnings?(object: T, previous?: T): string[];
  /** True if a PUT creates an absent object (leases, events); default false. */
  readonly allowCreateOnUpdate?: boolean;
  /** False if updates require a resourceVersion (leases); default true. */
  readonly allowUnconditionalUpdate?: boolean;
  /** DELETE answers with the object instead of a Status. Models `ReturnDeletedObject` (pods, services, service accounts). */
  readonly returnsDeletedObject?: true;
  /** True if a DELETE without policy orphans dependents. Models `DefaultGarbageCollectionPolicy` (jobs). */
  readonly orphansDependents?: true;
  /** True for kinds ignored by the garbage collector, whose DELETE never waits for it. Models policy `Unsupported` (events). */
  readonly ownsNothing?: true;
  /** `Warning:` header of a DELETE that orphans by default. */
  readonly orphansWarning?: string;
  /** Changes the draft at the first DELETE, beside its deletionTimestamp: a namespace becomes Terminating. */
  markDeleted?(draft: T): void;
  /** Returns whether finalizers outside metadata delay deletion: `spec.finalizers` of a namespace. */
  heldByFinalizers?(object: T): boolean;
  /**
   * Graceful deletion: the seconds the object is to stay, or undefined to delete at once.
   * Only pods have it. Models `CheckGracefulDelete`.
   */
  graceSeconds?(object: T, requestedSeconds: number | undefined): number | undefined;
}

/** Subresource with its own write rules for the object. */
export interface SubresourceStrategy<T extends KubeObject = KubeObject> {
  /** Merges writable fields (`status`) of `draft` into `previous`, in `draft`. */
  prepareForUpdate(draft: T, previous: T, context: WriteContext): void;
  validateUpdate(object: T, previous: T): FieldError[];
  /** Fields reset by such writes, as paths. Default: the spec for `status`, else the status. Models `GetResetFields`. */
  readonly resetFields?: readonly string[];
  /** Fields that such writes can own, as paths with `*` for any item. Models `GetResetFieldsFilter`. */
  readonly ownFields?: readonly string[];
}

/** Newest objects of all kinds, for decisions on several objects. Returned objects are frozen. */
export interface ClusterView {
  /** Returns objects in arbitrary order. `namespace` is '' for a cluster-scoped kind. */
  list(resource: ResourceRef, namespace: string): readonly KubeObject[];
}

/** Write of another object, in the turn of the main write: both are decided on the newest state, or neither is stored. */
export interface CompanionWrite {
  readonly resource: ResourceRef;
  readonly subresource: string;
  readonly previous: KubeObject;
  readonly next: KubeObject;
}

/** Subresource with another kind as body: `scale`, `binding`, `eviction`. `read` projects the object; `write` applies a body to it. */
export interface ProjectedSubresource<T extends KubeObject = KubeObject> {
  readonly kind: { readonly group: string; readonly version: string; readonly kind: string };
  readonly verbs: readonly ('get' | 'create' | 'update' | 'patch')[];
  /** Result of the write: `delete` also deletes the object, with the body's deleteOptions, after `write` changed it. */
  readonly outcome?: 'update' | 'delete';
  read?(object: T): KubeObject;
  /** Returns the body that a patch changes; by default that of `read`. */
  patched?(object: T): KubeObject;
  /** Object fields reset by such writes, as paths; by default the status. */
  readonly resetFields?: readonly string[];
  /** Columns of the subresource's Table. */
  readonly columns?: readonly PrinterColumn[];
  /** Returns further writes with a write of `previous`: an eviction charges a disruption budget. Throws ApiError to refuse. */
  companions?(previous: T, view: ClusterView, context: WriteContext): readonly CompanionWrite[];
  /** Changes `draft` (a copy of the object) by `body`; throws ApiError or returns field errors. */
  write(draft: T, body: KubeObject, context: WriteContext): FieldError[];
}

/** Cell of a Table. */
export type Cell = string | number | boolean | null;

/** Column of `kubectl get`. Models `metav1.TableColumnDefinition` with a function for its cells. */
export interface PrinterColumn<T extends KubeObject = KubeObject> {
  readonly name: string;
  readonly type: 'string' | 'integer' | 'number' | 'boolean' | 'date';
  readonly format?: 'name' | '';
  /** 0 shows always, 1 only with `-o wide`. */
  readonly priority?: number;
  readonly description: string;
  cell(object: T, now: LabTime): Cell;
}

/** Condition of a Table row. Models `metav1.TableRowCondition`. */
export interface RowCondition {
  readonly type: 'Completed';
  readonly status: 'True';
  readonly reason: string;
  readonly message: string;
}

/** Change of an object, as input of its event. */
export interface Change<T extends KubeObject = KubeObject> {
  readonly verb: 'create' | 'update' | 'delete' | 'mark-deleted';
  readonly subresource: string;
  readonly previous?: T;
  readonly next: T;
}

/** Domain event of a change: past tense, with essential data. Never with data of a Secret. */
export interface DomainEvent {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/**
 * Further group and version of a kind. Clients read, write, patch and watch objects in this form; the log stores the kind's own. Both
 * conversions are pure and return fresh objects; callers set `kind` and `apiVersion`.
 */
export interface ServedForm<T extends KubeObject = KubeObject> {
  readonly group: string;
  readonly version: string;
  /** Name in the OpenAPI document. */
  readonly definition: string;
  /** Field selectors of this form, evaluated on the stored object; by default the kind's own. */
  readonly selectableFields?: KindDefinition<T>['selectableFields'];
  /** Validation of writes in this form, instead of the kind's own. */
  readonly rules?: Pick<Strategy<T>, 'validate' | 'validateUpdate'>;
  /** Properties of this form instead of all of the kind's own. */
  readonly facets?: KindFacets<T>;
  fromStored(object: T): KubeObject;
  toStored(body: KubeObject): T;
}

/** Conversion between the versions of a custom kind by a webhook. Each served version is a kind of its own, without forms. */
export interface VersionConversion {
  readonly webhook: WebhookConversion;
  /** apiVersion of objects in new events of the log. */
  readonly storedVersion: string;
  /** All served versions. */
  readonly versions: readonly KindDefinition[];
  /** Returns true for a version of the definition. Objects stored earlier may have removed versions. */
  declares(apiVersion: string): boolean;
  /** Returns an object of the log, pruned and with the defaults of its own version. Frozen. */
  read(storedObject: KubeObject): KubeObject;
  /** Prunes a converted object in place, by the schema of its version. */
  prune(convertedObject: KubeObject): void;
}

/** OpenAPI schema of a version of a custom kind, with the JSON paths of its selectable fields. */
export interface PublishedSchema {
  readonly schema: Readonly<Record<string, unknown>>;
  readonly selectable: readonly string[];
}

/** Properties of a custom kind that may differ between its versions. */
export type KindFacets<T extends KubeObject = KubeObject> = Pick<
  KindDefinition<T>,
  'strategy' | 'status' | 'projected' | 'deprecation' | 'columns' | 'selectableFields' | 'published' | 'schema'
>;

/** Definition of a kind. Each kind's folder exports one. */
export interface KindDefinition<T extends KubeObject = KubeObject> extends ResourceRef {
  readonly listKind: string;
  readonly singular: string;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  /** Name in the OpenAPI document: `io.k8s.api.core.v1.Pod`. */
  readonly definition: string;
  /** Deprecation warning for every request of the kind. */
  readonly deprecation?: string;
  /** Additional served versions; the kind itself is preferred and stored. */
  readonly forms?: readonly ServedForm<T>[];
  /** True if only `forms` are served: the stored version of a custom kind may be none of the served ones. */
  readonly isUnserved?: true;
  /** Conversion by a webhook; `otherVersions` are the served versions beside the stored one. */
  readonly conversion?: VersionConversion;
  readonly otherVersions?: readonly KindDefinition<T>[];
  /** True for a kind of a CustomResourceDefinition. */
  readonly isCustom?: true;
  /** True while the kind's definition is being deleted: no object can be created. */
  readonly isTerminating?: true;
  /** Schema in OpenAPI documents, for custom kinds. */
  readonly published?: PublishedSchema;
  /** Fields of a custom kind in this version. */
  readonly schema?: VersionSchema;
  /**
   * Returns an object of the log as the present schema reads it: a fresh one, or the same if it was written under this schema. Absent if
   * each object was.
   */
  readStored?(object: T): T;
  readonly strategy: Strategy<T>;
  /** `/status`, if the kind has a status. */
  readonly status?: SubresourceStrategy<T>;
  /** Other subresources with the object itself as body: `ephemeralcontainers`. */
  readonly subresources?: Readonly<Record<string, SubresourceStrategy<T>>>;
  readonly projected?: Readonly<Record<string, ProjectedSubresource<T>>>;
  readonly columns: readonly PrinterColumn<T>[];
  /** Returns row conditions of an object; none for most kinds. */
  rowConditions?(object: T): readonly RowCondition[];
  /** Order of rows in a list; by name for most kinds. */
  rowOrder?(a: T, b: T): number;
  /** Field selectors beside metadata.name and metadata.namespace: path to the value's text, '' when absent. */
  readonly selectableFields: Readonly<Record<string, (object: T) => string>>;
  /** Returns the error for an unknown field; `field label not supported: ...` for most kinds with own fields. */
  unknownField?(field: string): string;
  /** Returns the event of a change. */
  event(change: Change<T>): DomainEvent;
  /** True if hints omit object and data (Secret). */
  readonly confidential?: true;
  /** Hints contain only metadata: caches store no more of this kind, and readers fetch the rest. */
  readonly hint?: 'metadata';
  /** Retention of superseded events in the log, in ms; by default unlimited. */
  readonly retentionMs?: number;
  /** Time to live of an object after its last write, in ms (Event: one hour); by default unlimited. */
  readonly timeToLiveMs?: number;
}

export type { FieldError, StatusCause };
