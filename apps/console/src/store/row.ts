/** Metadata of an object that views use. */
export interface ObjectMeta {
  readonly name: string;
  readonly namespace?: string;
  readonly uid: string;
  readonly resourceVersion: string;
  readonly creationTimestamp?: string;
  readonly deletionTimestamp?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly finalizers?: readonly string[];
  readonly ownerReferences?: readonly OwnerReference[];
}

/** Owner of an object. */
export interface OwnerReference {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
  readonly controller?: boolean;
}

/** Object of any kind. */
export interface LabObject {
  readonly kind: string;
  readonly apiVersion: string;
  readonly metadata: ObjectMeta;
  readonly spec?: Readonly<Record<string, unknown>>;
  readonly status?: Readonly<Record<string, unknown>>;
}

export interface Column {
  readonly name: string;
  /** Columns above 0 stand in wide tables only. */
  readonly priority: number;
  /** `string`, `integer`, `number`, `boolean` or `date`. */
  readonly type?: string;
  readonly description?: string;
}

/** Object with the cells of its row in `kubectl get`. */
export interface Row {
  readonly key: string;
  readonly cells: readonly unknown[];
  readonly object: LabObject;
}

/** Part of a Table of `meta.k8s.io/v1`. */
export interface Table {
  readonly metadata: { readonly resourceVersion: string; readonly continue?: string };
  readonly columnDefinitions?: readonly Column[];
  readonly rows?: readonly { readonly cells: readonly unknown[]; readonly object: LabObject }[];
}

/** Returns the key of an object among those of its kind: `namespace/name`, or `name`. */
export function keyOf({ metadata }: LabObject): string {
  return metadata.namespace === undefined ? metadata.name : `${metadata.namespace}/${metadata.name}`;
}

/** Returns a cell's text by column name; '' for unknown columns. */
export function cellOf(row: Row, columns: readonly Column[], name: string): string {
  const index = columns.findIndex((column) => column.name === name);
  return index < 0 ? '' : String(row.cells[index] ?? '');
}
