import { type FieldRequirement, fieldSelector, labelSelector, statusErrors } from '@klockwork/api-machinery';
import type { KindDefinition, KubeObject } from '@klockwork/resources';

/** Which objects of a kind a LIST or WATCH is about. */
export interface Selection {
  /** Undefined: all namespaces. */
  readonly namespace?: string;
  /** True when every object of the namespace is meant: no selector needs to run. */
  readonly everything: boolean;
  /** Selections of one key are about the same objects. */
  readonly key: string;
  /** Whether the selectors match. The namespace is not looked at. */
  matches(object: KubeObject): boolean;
}

/** The selectors of a request as they were sent. */
export interface SelectionQuery {
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
}

/** Reads the selectors. Throws BadRequest in upstream's words for a selector or a field that is not known. */
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

/** All objects of the namespace of a selection. */
export function unselected({ namespace, key }: Selection): Selection {
  return { ...(namespace !== undefined && { namespace }), everything: true, key, matches: () => true };
}

/** The fields that may be selected by, and how they are read, differ with the form that a kind is served in. */
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

/** Those outside of namespaces with fields of their own know no namespace; the others do, and it is ''. */
function isSelectable(kind: KindDefinition, field: string): boolean {
  if (field === 'metadata.namespace') return kind.namespaced || !hasOwnFields(kind);
  return field === 'metadata.name' || Object.hasOwn(kind.selectableFields, field);
}

/** Models `AddFieldLabelConversionFunc` of kinds with fields of their own, and `DefaultMetaV1FieldSelectorConversion` of the others. */
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
