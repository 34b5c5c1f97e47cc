import { copy } from '@klockwork/kernel';
import type { CustomResourceDefinitionSpec, CustomResourceDefinitionVersion } from '@klockwork/kubernetes-types';
import type { CustomResourceDefinition } from '../custom-resource-definition/custom-resource-definition.ts';
import { lifeCycleEvent } from '../generic/life-cycle-events.ts';
import type { KindDefinition, ServedForm } from '../kind.ts';
import { customFacets } from './custom-facets.ts';
import type { CustomObject } from './custom-object.ts';
import { StoredObjects } from './stored-objects.ts';

/** Name of the OpenAPI definition with any fields beside the metadata. */
const ANY_FIELDS = 'dev.klockwork.CustomObject';

/**
 * Returns the kind of an established definition, under its accepted names; undefined if it serves no version. With conversion by webhook it
 * serves the storage version alone: other versions would show unconverted objects. `since`: last revision whose objects may have been
 * written under an earlier schema.
 */
export function customKind({ spec, status }: CustomResourceDefinition, since = 0): KindDefinition<CustomObject> | undefined {
  const versions = spec?.versions ?? [];
  const stored = versions.find(({ storage }) => storage);
  const served = versions.filter((version) => version.served && (version.storage || spec?.conversion?.strategy !== 'Webhook'));
  const names = status?.acceptedNames;
  if (spec === undefined || stored === undefined || names === undefined || served.length === 0) return undefined;
  const objects = new StoredObjects(spec, since);
  const { plural, singular = '', kind, listKind = '', shortNames = [], categories = [] } = names;
  return {
    group: spec.group,
    version: stored.name,
    resource: plural,
    kind,
    namespaced: spec.scope === 'Namespaced',
    listKind,
    singular,
    shortNames,
    categories,
    definition: ANY_FIELDS,
    forms: served.filter((version) => version !== stored).map((version) => formOf(spec, version, objects)),
    ...(stored.served ? {} : { isUnserved: true as const }),
    isCustom: true,
    ...customFacets(spec, stored, objects),
    ...(objects.mayBeOutdated && { readStored: objects.read }),
    unknownField: (field) => `field label not supported: ${field}`,
    event: (change) => lifeCycleEvent(kind, change),
  };
}

/** Conversion None changes only the apiVersion. */
function formOf(
  spec: CustomResourceDefinitionSpec,
  version: CustomResourceDefinitionVersion,
  objects: StoredObjects,
): ServedForm<CustomObject> {
  return {
    group: spec.group,
    version: version.name,
    definition: ANY_FIELDS,
    facets: customFacets(spec, version, objects),
    fromStored(stored) {
      const read = copy(objects.read(stored)) as CustomObject;
      objects.schemaOf(version).prune(read);
      return read;
    },
    toStored: (body) => body,
  };
}
