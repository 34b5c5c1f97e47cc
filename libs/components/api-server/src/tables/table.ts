import type { LabTime } from '@klockwork/kernel';
import type { ListedObject } from '@klockwork/registry';
import type { KindDefinition, KubeObject } from '@klockwork/resources';
import { ListText } from '../answers/list-text.ts';
import { passingObject, type Selects, textsOf } from '../objects/listed-texts.ts';
import { listedText, type ServedKind } from '../objects/served-kind.ts';

/** Part of the object in each row: the `includeObject` parameter. */
export type IncludeObject = 'None' | 'Metadata' | 'Object';

export interface TableForm {
  readonly kind: Pick<ServedKind, 'group' | 'version' | 'kind' | 'columns' | 'rowConditions' | 'rowOrder' | 'form' | 'readStored'>;
  readonly includeObject: IncludeObject;
  /** Version of meta.k8s.io. */
  readonly version: string;
  readonly now: LabTime;
}

/** The Table of some objects as JSON text. `metadata` is the list's, or the object's resourceVersion. Models `metav1.Table`. */
export function tableText(
  form: TableForm,
  objects: Iterable<ListedObject>,
  { metadata, columns }: { metadata: object; columns: boolean },
): string {
  const rows = inOrder(form, [...objects]).map((object) => rowText(form, object));
  return `${tableHead(form, metadata, columns)}${rows.join(',')}]}`;
}

/** Returns a list's Table, with rows built when taken. */
export function tableListText(
  form: TableForm,
  objects: readonly ListedObject[],
  { metadata, selects }: { metadata: object; selects: Selects | undefined },
): ListText {
  const rows = textsOf(inOrder(form, objects), (object) => rowText(form, object), selects);
  return new ListText({ head: tableHead(form, metadata, true), items: rows, tail: ']}' });
}

function inOrder({ kind: { rowOrder } }: TableForm, objects: readonly ListedObject[]): readonly ListedObject[] {
  return rowOrder === undefined ? objects : [...objects].sort((a, b) => rowOrder(a.object, b.object));
}

function tableHead({ kind, version }: TableForm, metadata: object, columns: boolean): string {
  const definitions = columns ? JSON.stringify(kind.columns.map(columnDefinition)) : 'null';
  return `{"kind":"Table","apiVersion":"meta.k8s.io/${version}","metadata":${JSON.stringify(metadata)},"columnDefinitions":${definitions},"rows":[`;
}

function columnDefinition({ name, type, format, description, priority }: KindDefinition['columns'][number]): object {
  return { name, type, format: format ?? '', description, priority: priority ?? 0 };
}

function rowText(form: TableForm, listedObject: ListedObject): string {
  const object = passingObject(listedObject);
  const cells = form.kind.columns.map((column) => column.cell(object, form.now));
  return `{"cells":${JSON.stringify(cells)},${conditionsText(form, object)}"object":${rowObject(form, listedObject, object)}}`;
}

function conditionsText({ kind }: TableForm, object: KubeObject): string {
  const conditions = kind.rowConditions?.(object) ?? [];
  return conditions.length === 0 ? '' : `"conditions":${JSON.stringify(conditions)},`;
}

function rowObject({ kind, includeObject, version }: TableForm, listedObject: ListedObject, object: KubeObject): string {
  if (includeObject === 'Object') return listedText(kind, listedObject);
  return includeObject === 'None' ? 'null' : partialMetadataText(object.metadata ?? {}, version);
}

/** A PartialObjectMetadata as JSON text. */
export function partialMetadataText(metadata: object, version: string): string {
  return `{"kind":"PartialObjectMetadata","apiVersion":"meta.k8s.io/${version}","metadata":${JSON.stringify(metadata)}}`;
}
