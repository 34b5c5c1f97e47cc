import { copy } from '@klockwork/kernel';
import type { CustomResourceDefinitionSpec, CustomResourceDefinitionVersion } from '@klockwork/kubernetes-types';
import type { CustomResourceDefinition } from '../custom-resource-definition/custom-resource-definition.ts';
import { lifeCycleEvent } from '../generic/life-cycle-events.ts';
import type { Change, KindDefinition, ServedForm } from '../kind.ts';
import { customFacets } from './custom-facets.ts';
import type { CustomObject } from './custom-object.ts';
import { StoredObjects } from './stored-objects.ts';
import { versionConversion } from './version-conversion.ts';

/** Name of the OpenAPI definition with any fields beside the metadata. */
const ANY_FIELDS = 'dev.klockwork.CustomObject';

/**
 * Returns the kind of an established definition, under its accepted names; undefined if it serves no version. With conversion by webhook
 * each version is a kind of its own. `since`: last revision whose objects may have been written under an earlier schema.
 */
export function customKind({ spec, status }: CustomResourceDefinition, since = 0): KindDefinition<CustomObject> | undefined {
  const versions = spec?.versions ?? [];
  const storedVersion = versions.find(({ storage }) => storage);
  const servedVersions = versions.filter((version) => version.served);
  const names = status?.acceptedNames;
  if (spec === undefined || storedVersion === undefined || names === undefined || servedVersions.length === 0) return undefined;
  const objects = new StoredObjects(spec, since);
  const { plural, singular = '', kind, listKind = '', shortNames = [], categories = [] } = names;
  const common = {
    group: spec.group,
    resource: plural,
    kind,
    namespaced: spec.scope === 'Namespaced',
    listKind,
    singular,
    shortNames,
    categories,
    definition: ANY_FIELDS,
    isCustom: true as const,
    unknownField: (field: string) => `field label not supported: ${field}`,
    event: (change: Change<CustomObject>) => lifeCycleEvent(kind, change),
  };
  const isUnserved = storedVersion.served ? {} : { isUnserved: true as const };
  const others = servedVersions.filter((version) => version !== storedVersion);
  const conversion = versionConversion(spec, storedVersion, objects);
  if (conversion !== undefined) {
    const kinds: KindDefinition<CustomObject>[] = [];
    // Readers receive each object in the version that they ask for.
    const kindOf = (version: CustomResourceDefinitionVersion): KindDefinition<CustomObject> => ({
      ...common,
      version: version.name,
      ...customFacets(spec, version, { schemaOf: (one) => objects.schemaOf(one), read: (object) => object }),
      conversion: { ...conversion, versions: kinds as readonly KindDefinition[] },
    });
    const otherVersions = others.map(kindOf);
    const kind = { ...kindOf(storedVersion), ...isUnserved, otherVersions };
    kinds.push(...(storedVersion.served ? [kind] : []), ...otherVersions);
    return kind;
  }
  return {
    ...common,
    version: storedVersion.name,
    forms: others.map((version) => formOf(spec, version, objects)),
    ...isUnserved,
    ...customFacets(spec, storedVersion, objects),
    ...(objects.mayBeOutdated && { readStored: objects.read }),
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
    fromStored(storedObject) {
      const read = copy(objects.read(storedObject)) as CustomObject;
      objects.schemaOf(version).prune(read);
      return read;
    },
    toStored: (body) => body,
  };
}
