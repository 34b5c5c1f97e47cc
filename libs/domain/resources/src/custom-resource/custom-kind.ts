import { dns1123Subdomain, semanticEqual, validateGenericMeta, validateGenericMetaUpdate } from '@klockwork/api-machinery';
import type { CustomResourceDefinitionVersion } from '@klockwork/kubernetes-types';
import type { CustomResourceDefinition } from '../custom-resource-definition/custom-resource-definition.ts';
import { continueGeneration, startGeneration } from '../generic/generation.ts';
import { lifeCycleEvent } from '../generic/life-cycle-events.ts';
import { keepPart } from '../generic/status-strategy.ts';
import type { KindDefinition, ServedForm, Strategy, SubresourceStrategy } from '../kind.ts';
import type { KubeObject } from '../object.ts';
import { customColumns } from './custom-columns.ts';

/** Object of a custom kind. */
export interface CustomObject extends KubeObject {
  status?: unknown;
}

/** Name of the OpenAPI definition with any fields beside the metadata. */
const ANY_FIELDS = 'dev.klockwork.CustomObject';

/**
 * Returns the kind of an established definition, under its accepted names; undefined if it serves no version. With conversion by webhook it
 * serves the storage version alone: other versions would show unconverted objects.
 */
export function customKind({ spec, status }: CustomResourceDefinition): KindDefinition<CustomObject> | undefined {
  const versions = spec?.versions ?? [];
  const stored = versions.find(({ storage }) => storage);
  const served = versions.filter((version) => version.served && (version.storage || spec?.conversion?.strategy !== 'Webhook'));
  const names = status?.acceptedNames;
  if (spec === undefined || stored === undefined || names === undefined || served.length === 0) return undefined;
  const { plural, singular = '', kind, listKind = '', shortNames = [], categories = [] } = names;
  const hasStatus = stored.subresources?.status !== undefined;
  const namespaced = spec.scope === 'Namespaced';
  return {
    group: spec.group,
    version: stored.name,
    resource: plural,
    kind,
    namespaced,
    listKind,
    singular,
    shortNames,
    categories,
    definition: ANY_FIELDS,
    forms: served.filter((version) => version !== stored).map((version) => formOf(spec.group, version)),
    ...(stored.served ? {} : { isUnserved: true as const }),
    isCustom: true,
    strategy: strategyOf(namespaced, hasStatus),
    ...(hasStatus && { status: STATUS }),
    columns: customColumns(stored.additionalPrinterColumns),
    selectableFields: {},
    unknownField: (field) => `field label not supported: ${field}`,
    event: (change) => lifeCycleEvent(kind, change),
  };
}

/** Conversion None changes only the apiVersion. */
function formOf(group: string, { name }: CustomResourceDefinitionVersion): ServedForm<CustomObject> {
  return { group, version: name, definition: ANY_FIELDS, fromStored: (stored) => stored, toStored: (body) => body };
}

/** Models `customResourceStrategy` of `pkg/registry/customresource/strategy.go`. */
function strategyOf(namespaced: boolean, hasStatus: boolean): Strategy<CustomObject> {
  const validate = ({ metadata }: CustomObject) =>
    validateGenericMeta(metadata ?? {}, { namespaced, nameFn: dns1123Subdomain, path: 'metadata' });
  return {
    allowUnconditionalUpdate: false,
    default() {},
    prepareForCreate(draft) {
      if (hasStatus) delete draft.status;
      startGeneration(draft);
    },
    prepareForUpdate(draft, previous) {
      if (hasStatus) keepPart(draft, previous, 'status');
      continueGeneration(draft, previous, !semanticEqual(content(draft, hasStatus), content(previous, hasStatus)));
    },
    validate,
    validateUpdate: (next, previous) => [...validate(next), ...validateGenericMetaUpdate(next.metadata ?? {}, previous.metadata ?? {})],
  };
}

/** Returns fields that count in the generation. */
function content({ metadata: _, status, ...rest }: CustomObject, hasStatus: boolean): object {
  return hasStatus ? rest : { ...rest, status };
}

/** Models `statusStrategy` of the same package: all but the status stays. */
const STATUS: SubresourceStrategy<CustomObject> = {
  prepareForUpdate(draft, previous) {
    const fields = draft as unknown as Record<string, unknown>;
    const stored = previous as unknown as Readonly<Record<string, unknown>>;
    for (const field of Object.keys(draft)) if (field !== 'status' && field !== 'metadata') delete fields[field];
    for (const [field, value] of Object.entries(stored)) if (field !== 'status' && field !== 'metadata') fields[field] = value;
    const { managedFields } = draft.metadata ?? {};
    draft.metadata = { ...previous.metadata, ...(managedFields && { managedFields }) };
  },
  validateUpdate: (next, previous) => validateGenericMetaUpdate(next.metadata ?? {}, previous.metadata ?? {}),
};
