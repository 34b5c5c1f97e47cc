import { copy, deepFreeze } from '@klockwork/kernel';
import type { CustomResourceDefinitionSpec, CustomResourceDefinitionVersion } from '@klockwork/kubernetes-types';
import type { VersionConversion } from '../kind.ts';
import type { KubeObject } from '../object.ts';
import type { StoredObjects } from './stored-objects.ts';

/** Returns the conversion by webhook of a definition; undefined for another strategy. */
export function versionConversion(
  { group, conversion, versions }: CustomResourceDefinitionSpec,
  storedVersion: CustomResourceDefinitionVersion,
  objects: StoredObjects,
): Omit<VersionConversion, 'versions'> | undefined {
  const webhook = conversion?.strategy === 'Webhook' ? conversion.webhook : undefined;
  if (webhook === undefined) return undefined;
  const conversions = new WeakMap<KubeObject, KubeObject>();
  const schemaOf = (apiVersion = '') => {
    const version = versions.find(({ name }) => `${group}/${name}` === apiVersion);
    return version && objects.schemaOf(version);
  };
  return {
    webhook,
    storedVersion: `${group}/${storedVersion.name}`,
    declares: (apiVersion) => schemaOf(apiVersion) !== undefined,
    read(object) {
      const read = conversions.get(object) ?? (copy(object) as KubeObject);
      if (!conversions.has(object)) schemaOf(object.apiVersion)?.read(read);
      conversions.set(object, deepFreeze(read));
      return read;
    },
    prune: (convertedObject) => schemaOf(convertedObject.apiVersion)?.prune(convertedObject),
  };
}
