import type { FieldError } from '@klockwork/api-machinery';
import type { LabTime, Random, StatusCause } from '@klockwork/kernel';
import type { KubeObject } from './object.ts';

/** Where a kind is served, and the name its objects have in paths. */
export interface ResourceRef {
  readonly group: string;
  readonly version: string;
  /** Plural, lower case: `pods`. */
  readonly resource: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

/** What the write path knows while a strategy runs. */
export interface WriteContext {
  readonly now: LabTime;
  /** For subresource-free writes the main resource; otherwise its name: `status`, `scale`, `binding` … */
  readonly subresource: string;
  readonly user: string;
  /** Takes a text for a `Warning:` header of which the draft shows no trace once it is prepared. */
  readonly warn?: (text: string) => void;
}

/** What a strategy may look at to allocate: the stored objects of its kind, and chance. */
export interface AllocationView<T extends KubeObject = KubeObject> {
  list(): Iterable<T>;
  readonly random: Random;
}

/**
 * Decides what becomes of a request for one kind. Pure and synchronous.
 * `draft` is fresh and may be changed in place; `previous` is frozen and shared.
 * Models the strategies below `pkg/registry/<group>/<kind>/strategy.go`.
 */
export interface Strategy<T extends KubeObject = KubeObject> {
  /** Fills in upstream's defaults. Runs on every decoded body, before admission and validation. */
  default(draft: T): void;
  /** Drops what a client may not set, sets generation. */
  prepareForCreate(draft: T, context: WriteContext): void;
  /** Keeps what this write may not touch (status), raises generation when the spec changed. */
  prepareForUpdate(draft: T, previous: T, context: WriteContext): void;
  /**
   * Fills what only the whole cluster can decide (a Service's cluster IP and node ports), after validation
   * and before the write; `previous` is undefined on create. Models `registry/core/service/storage/alloc.go`.
   */
  allocate?(draft: T, previous: T | undefined, view: AllocationView<T>): FieldError[];
  validate(object: T): FieldError[];
  validateUpdate(object: T, previous: T): FieldError[];
  /** Fields that writes of the object put back, as paths; the status without it. Nobody owns them. Models `GetResetFields`. */
  readonly resetFields?: readonly string[];
  /** Texts for `Warning:` headers. */
  warnings?(object: T, previous?: T): string[];
  /** PUT of an absent object creates it (leases, events; false for most). */
  readonly allowCreateOnUpdate?: boolean;
  /** False when an update must name the resourceVersion it replaces (leases); true for most. */
  readonly allowUnconditionalUpdate?: boolean;
  /** DELETE answers with the object instead of a Status. Models `ReturnDeletedObject` (pods, services, service accounts). */
  readonly returnsDeletedObject?: true;
  /** A DELETE that does not say what becomes of dependents leaves them alive. Models `DefaultGarbageCollectionPolicy` (jobs). */
  readonly orphansDependents?: true;
  /** A DELETE never waits for the garbage collector, which does not look at the kind. Models the policy `Unsupported` (events). */
  readonly ownsNothing?: true;
  /** The text for a `Warning:` header of a DELETE that orphans because nobody says. */
  readonly orphansWarning?: string;
  /** What the first DELETE writes beside the deletionTimestamp: a namespace becomes Terminating. */
  markDeleted?(draft: T): void;
  /** True while finalizers outside of metadata keep a deleted object: `spec.finalizers` of a namespace. */
  heldByFinalizers?(object: T): boolean;
  /**
   * Graceful deletion: the seconds the object is to stay, or undefined to delete at once.
   * Only pods have it. Models `CheckGracefulDelete`.
   */
  graceSeconds?(object: T, requested: number | undefined): number | undefined;
}

/** A subresource that writes the object by other rules. */
export interface SubresourceStrategy<T extends KubeObject = KubeObject> {
  /** Merges what the request may set (`status`) from `draft` over `previous`, in `draft`. */
  prepareForUpdate(draft: T, previous: T, context: WriteContext): void;
  validateUpdate(object: T, previous: T): FieldError[];
  /** Fields that such writes put back, as paths: of `status` the spec without it, of others the status. Models `GetResetFields`. */
  readonly resetFields?: readonly string[];
  /** All that such writes can own, as paths in which `*` is any item, where they put back the rest. Models `GetResetFieldsFilter`. */
  readonly ownFields?: readonly string[];
}

/** The newest objects of all kinds, for what is decided on more than one. What it gives is frozen. */
export interface ClusterView {
  /** `namespace` is '' for a cluster-scoped kind. In no order. */
  list(resource: ResourceRef, namespace: string): readonly KubeObject[];
}

/** A write of another object that goes with a write, in the same turn: both are decided on the newest state, or neither is written. */
export interface CompanionWrite {
  readonly resource: ResourceRef;
  readonly subresource: string;
  readonly previous: KubeObject;
  readonly next: KubeObject;
}

/**
 * A subresource whose body is another kind: `scale`, `binding`, `eviction`.
 * `read` projects the object; `write` says what the object becomes.
 */
export interface ProjectedSubresource<T extends KubeObject = KubeObject> {
  readonly kind: { readonly group: string; readonly version: string; readonly kind: string };
  readonly verbs: readonly ('get' | 'create' | 'update' | 'patch')[];
  /** What a write comes to: `delete` marks the object as deleted, by the body's deleteOptions, after `write` has changed it. */
  readonly outcome?: 'update' | 'delete';
  read?(object: T): KubeObject;
  /** Fields of the object that such writes put back, as paths; the status without it. */
  readonly resetFields?: readonly string[];
  /** How what is read is printed. */
  readonly columns?: readonly PrinterColumn[];
  /** What else a write of `previous` writes: an eviction charges a disruption budget. Refuses by throwing ApiError. */
  companions?(previous: T, view: ClusterView, context: WriteContext): readonly CompanionWrite[];
  /** Changes `draft` (a copy of the object) as `body` asks; throws ApiError or returns field errors. */
  write(draft: T, body: KubeObject, context: WriteContext): FieldError[];
}

/** One cell of a printed row. */
export type Cell = string | number | boolean | null;

/** A column of `kubectl get`. Models `metav1.TableColumnDefinition` with the function that fills it. */
export interface PrinterColumn<T extends KubeObject = KubeObject> {
  readonly name: string;
  readonly type: 'string' | 'integer' | 'number' | 'boolean' | 'date';
  readonly format?: 'name' | '';
  /** 0 shows always, 1 only with `-o wide`. */
  readonly priority?: number;
  readonly description: string;
  cell(object: T, now: LabTime): Cell;
}

/** What a row of a Table tells beside its cells. Models `metav1.TableRowCondition`. */
export interface RowCondition {
  readonly type: 'Completed';
  readonly status: 'True';
  readonly reason: string;
  readonly message: string;
}

/** What happened to an object, as the kind's event names it. */
export interface Change<T extends KubeObject = KubeObject> {
  readonly verb: 'create' | 'update' | 'delete' | 'mark-deleted';
  readonly subresource: string;
  readonly previous?: T;
  readonly next: T;
}

/** The domain event of a change: past tense, with the little that was meant. Never data of a Secret. */
export interface DomainEvent {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/**
 * Another group and version that a kind is served at. Its objects are the stored ones in other words: who asks there reads, writes,
 * patches and watches this form, and the log holds the kind's own. Both conversions are pure and make fresh objects; `kind` and
 * `apiVersion` are set by who calls them.
 */
export interface ServedForm<T extends KubeObject = KubeObject> {
  readonly group: string;
  readonly version: string;
  /** Its name in the OpenAPI document. */
  readonly definition: string;
  /** Field selectors in the words of this form, each read from the stored object; the kind's own unless said. */
  readonly selectableFields?: KindDefinition<T>['selectableFields'];
  /** What is asked of writes in this form in the place of the kind's own rules. */
  readonly rules?: Pick<Strategy<T>, 'validate' | 'validateUpdate'>;
  fromStored(stored: T): KubeObject;
  toStored(body: KubeObject): T;
}

/** Everything the API knows about a kind. One folder per kind exports one of these. */
export interface KindDefinition<T extends KubeObject = KubeObject> extends ResourceRef {
  readonly listKind: string;
  readonly singular: string;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  /** Its name in the OpenAPI document: `io.k8s.api.core.v1.Pod`. */
  readonly definition: string;
  /** What every request about it is warned of: that the kind is going out of use. */
  readonly deprecation?: string;
  /** Where else it is served; it is preferred, and stored, as it is itself. */
  readonly forms?: readonly ServedForm<T>[];
  readonly strategy: Strategy<T>;
  /** `/status`, where the kind has one. */
  readonly status?: SubresourceStrategy<T>;
  /** Other subresources whose body is the object itself: `ephemeralcontainers`. */
  readonly subresources?: Readonly<Record<string, SubresourceStrategy<T>>>;
  readonly projected?: Readonly<Record<string, ProjectedSubresource<T>>>;
  readonly columns: readonly PrinterColumn<T>[];
  /** What else the row of an object tells; nothing for most kinds. */
  rowConditions?(object: T): readonly RowCondition[];
  /** The order of the rows of a list; by name for most kinds. */
  rowOrder?(a: T, b: T): number;
  /** Field selectors beside metadata.name and metadata.namespace: path to the value's text, '' when absent. */
  readonly selectableFields: Readonly<Record<string, (object: T) => string>>;
  /** How another field is refused; `field label not supported: ...` for most kinds with fields of their own. */
  unknownField?(field: string): string;
  /** Names the event of a change. */
  event(change: Change<T>): DomainEvent;
  /** The events go out as hints without object and data (Secret). */
  readonly confidential?: true;
  /** Its hints bring the metadata alone: none of our caches holds more of it, and who needs the rest reads it. */
  readonly hint?: 'metadata';
  /** How long superseded events of this kind are kept in the log, in ms; undefined for ever. */
  readonly retentionMs?: number;
  /** How long an object of this kind lives after its last write, in ms (Event: one hour); undefined for ever. */
  readonly timeToLiveMs?: number;
}

export type { FieldError, StatusCause };
