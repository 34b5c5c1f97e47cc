import { compareVersions, followJsonPath, parseJsonPath } from '@klockwork/api-machinery';
import type { CustomResourceDefinitionSpec, CustomResourceDefinitionVersion } from '@klockwork/kubernetes-types';
import type { KindDefinition, KindFacets } from '../kind.ts';
import { customColumns } from './custom-columns.ts';
import type { CustomObject } from './custom-object.ts';
import { customScale } from './custom-scale.ts';
import { customStatus, customStrategy } from './custom-strategy.ts';
import type { StoredObjects } from './stored-objects.ts';

/** Returns properties of a kind that each version of its definition states for itself. */
export function customFacets(
  spec: CustomResourceDefinitionSpec,
  version: CustomResourceDefinitionVersion,
  storedObjects: Pick<StoredObjects, 'schemaOf' | 'read'>,
): KindFacets<CustomObject> {
  const { status, scale } = version.subresources ?? {};
  const selectable = (version.selectableFields ?? []).map(({ jsonPath }) => jsonPath);
  const schema = storedObjects.schemaOf(version);
  const { read: readStored } = storedObjects;
  const rules = { namespaced: spec.scope === 'Namespaced', hasStatus: status !== undefined, schema, readStored };
  return {
    schema,
    strategy: customStrategy(rules),
    ...(status !== undefined && { status: customStatus(rules) }),
    ...(scale !== undefined && { projected: { scale: customScale(scale) } }),
    ...(version.deprecated && { deprecation: version.deprecationWarning ?? deprecationOf(spec, version) }),
    columns: customColumns(version.additionalPrinterColumns, readStored),
    selectableFields: Object.fromEntries(selectable.map((path) => selectableField(path, storedObjects))),
    published: { schema: { ...version.schema?.openAPIV3Schema }, selectable },
  };
}

/** Models `selectableFields` of `customResourceStrategy`: absent values are ''. */
function selectableField(
  jsonPath: string,
  storedObjects: Pick<StoredObjects, 'read'>,
): [string, KindDefinition<CustomObject>['selectableFields'][string]] {
  const parsedJsonPath = parseJsonPath(jsonPath);
  const valueIn = (object: CustomObject): unknown => {
    const result = 'problem' in parsedJsonPath ? parsedJsonPath : followJsonPath(parsedJsonPath.path, object);
    return 'problem' in result ? undefined : result.values[0];
  };
  return [jsonPath.replace(/^\./, ''), (object) => String(valueIn(storedObjects.read(object)) ?? '')];
}

/** Models `defaultDeprecationWarning` of `customresource_handler.go`. */
function deprecationOf({ group, names, versions }: CustomResourceDefinitionSpec, { name }: CustomResourceDefinitionVersion): string {
  const newer = versions.filter((other) => other.served && !other.deprecated && compareVersions(other.name, name) < 0);
  const [best] = newer.map((other) => other.name).sort(compareVersions);
  const text = `${group}/${name} ${names.kind} is deprecated`;
  return best === undefined ? text : `${text}; use ${group}/${best} ${names.kind}`;
}
