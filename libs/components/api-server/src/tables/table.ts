import type { LabTime } from '@klockwork/kernel';
import type { ListedObject } from '@klockwork/registry';
import type { KindDefinition } from '@klockwork/resources';
import { type ServedKind, servedText } from '../objects/served-kind.ts';

/** How much of the object goes with each row: the `includeObject` parameter. */
export type IncludeObject = 'None' | 'Metadata' | 'Object';

/** How a Table is to be rendered. */
export interface TableForm {
  readonly kind: Pick<ServedKind, 'group' | 'version' | 'kind' | 'columns' | 'rowConditions' | 'rowOrder' | 'form'>;
  readonly includeObject: IncludeObject;
  /** Of meta.k8s.io. */
  readonly version: string;
  readonly now: LabTime;
}

/** The Table of some objects as JSON text. `metadata` is the list's, or the object's resourceVersion. Models `metav1.Table`. */
export function tableText(
  form: TableForm,
  objects: Iterable<ListedObject>,
  { metadata, columns }: { metadata: object; columns: boolean },
): string {
  const { rowOrder } = form.kind;
  const ordered = rowOrder === undefined ? [...objects] : [...objects].sort((a, b) => rowOrder(a.object, b.object));
  const rows = ordered.map((listed) => rowText(form, listed));
  const definitions = columns ? JSON.stringify(form.kind.columns.map(columnDefinition)) : 'null';
  const head = `{"kind":"Table","apiVersion":"meta.k8s.io/${form.version}","metadata":${JSON.stringify(metadata)}`;
  return `${head},"columnDefinitions":${definitions},"rows":[${rows.join(',')}]}`;
}

function columnDefinition({ name, type, format, description, priority }: KindDefinition['columns'][number]): object {
  return { name, type, format: format ?? '', description, priority: priority ?? 0 };
}

function rowText(form: TableForm, listed: ListedObject): string {
  const cells = form.kind.columns.map((column) => column.cell(listed.object, form.now));
  return `{"cells":${JSON.stringify(cells)},${conditionsText(form, listed)}"object":${rowObject(form, listed)}}`;
}

function conditionsText({ kind }: TableForm, { object }: ListedObject): string {
  const conditions = kind.rowConditions?.(object) ?? [];
  return conditions.length === 0 ? '' : `"conditions":${JSON.stringify(conditions)},`;
}

function rowObject({ kind, includeObject, version }: TableForm, listed: ListedObject): string {
  if (includeObject === 'Object') return servedText(kind, listed);
  return includeObject === 'None' ? 'null' : partialMetadataText(listed.object.metadata ?? {}, version);
}

/** A PartialObjectMetadata as JSON text. */
export function partialMetadataText(metadata: object, version: string): string {
  return `{"kind":"PartialObjectMetadata","apiVersion":"meta.k8s.io/${version}","metadata":${JSON.stringify(metadata)}}`;
}
