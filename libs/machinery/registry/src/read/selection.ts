import { type FieldRequirement, fieldSelector, labelSelector, statusErrors } from '@klockwork/api-machinery';
import type { KindDefinition, KubeObject } from '@klockwork/resources';

/** Selection of a LIST or WATCH. */
export interface Selection {
  /** Undefined: all namespaces. */
  readonly namespace?: string;
  /** True when every object of the namespace is meant: no selector needs to run. */
  readonly everything: boolean;
  /** Selections with equal keys select the same objects. */
  readonly key: string;
  /** Returns whether the selectors match. Ignores the namespace. */
  matches(object: KubeObject): boolean;
}

/** Selectors of a request, as sent. */
export interface SelectionQuery {
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
}

/** Parses the selectors. Throws upstream's BadRequest for an invalid selector or unknown field. */
export function selectionOf(kind: KindDefinition, query: SelectionQuery): Selection {
  const labels = query.labelSelector ? labelSelector.parse(query.labelSelector) : undefined;
  const fields = query.fieldSelector ? parseFields(kind, query.fieldSelector) : [];
  return {
    ...(query.namespace !== undefined && query.namespace !== '' && { namespace: query.namespace }),
    everything: labels === undefined && fields.length === 0,
    key: keyOf(kind, query),
    matches: (object) =>
      (labels === undefined || labels.matches(object.metadata?.labels)) &&
      fieldSelector.matches(fields, (field) => read(kind, object, field)),
  };
}

/** Returns a selection of all objects in the same namespace. */
export function unselected({ namespace, key }: Selection): Selection {
  return { ...(namespace !== undefined && { namespace }), everything: true, key, matches: () => true };
}

/** Selectable fields and their values depend on the served form of a kind. */
function keyOf(kind: KindDefinition, { namespace = '', labelSelector = '', fieldSelector = '' }: SelectionQuery): string {
  return JSON.stringify([kind.group, kind.version, kind.resource, namespace, labelSelector, fieldSelector]);
}

function parseFields(kind: KindDefinition, text: string): FieldRequirement[] {
  const fields = fieldSelector.parse(text);
  for (const { field } of fields) {
    if (isSelectable(kind, field)) continue;
    throw statusErrors.badRequest(unknownField(kind, field));
  }
  return fields;
}

/** Cluster-scoped kinds with own selectable fields lack the namespace field; all others have it, with value ''. */
function isSelectable(kind: KindDefinition, field: string): boolean {
  if (field === 'metadata.namespace') return kind.namespaced || !(hasOwnFields(kind) || kind.isCustom);
  return field === 'metadata.name' || Object.hasOwn(kind.selectableFields, field);
}

/** Models `AddFieldLabelConversionFunc` of kinds with own fields, and `DefaultMetaV1FieldSelectorConversion` of other kinds. */
function unknownField(kind: KindDefinition, field: string): string {
  if (kind.unknownField !== undefined) return kind.unknownField(field);
  if (hasOwnFields(kind)) return `field label not supported: ${field}`;
  return `"${field}" is not a known field selector: only "metadata.name", "metadata.namespace"`;
}

function hasOwnFields(kind: KindDefinition): boolean {
  return Object.keys(kind.selectableFields).length > 0;
}

function read(kind: KindDefinition, object: KubeObject, field: string): string {
  if (field === 'metadata.name') return object.metadata?.name ?? '';
  if (field === 'metadata.namespace') return object.metadata?.namespace ?? '';
  return kind.selectableFields[field]?.(object) ?? '';
}
