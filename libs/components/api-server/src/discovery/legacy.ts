import type { ServedResource, ServedVersion } from './served-resources.ts';

/** `/api`. Models `metav1.APIVersions`. */
export function apiVersions(address: string): object {
  return { kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress: address }] };
}

/** `/apis`. */
export function apiGroupList(versions: readonly ServedVersion[]): object {
  const names = [...new Set(versions.map(({ group }) => group))].filter((group) => group !== '');
  return { kind: 'APIGroupList', apiVersion: 'v1', groups: names.map((name) => groupEntry(versions, name)) };
}

/** Returns `/apis/GROUP`; undefined for an unknown group. */
export function apiGroup(versions: readonly ServedVersion[], name: string): object | undefined {
  if (name === '' || !versions.some(({ group }) => group === name)) return undefined;
  return { kind: 'APIGroup', apiVersion: 'v1', ...groupEntry(versions, name) };
}

/** `/api/v1`, `/apis/GROUP/VERSION`. The core group's answer has no apiVersion, as upstream's. */
export function apiResourceList({ group, version, resources }: ServedVersion): object {
  return {
    kind: 'APIResourceList',
    ...(group !== '' && { apiVersion: 'v1' }),
    groupVersion: groupVersion(group, version),
    resources: resources.map((resource) => resourceEntry(resource, { group, version })),
  };
}

function groupEntry(servedVersions: readonly ServedVersion[], name: string): object {
  const versions = servedVersions
    .filter(({ group }) => group === name)
    .map(({ version }) => ({ groupVersion: groupVersion(name, version), version }));
  return { name, versions, preferredVersion: versions[0] };
}

function resourceEntry(
  { name, singular, namespaced, kind, verbs, shortNames, categories, storageVersionHash }: ServedResource,
  at: { group: string; version: string },
): object {
  const elsewhere = kind.group !== at.group || kind.version !== at.version;
  return {
    name,
    singularName: singular,
    namespaced,
    ...(elsewhere && { group: kind.group, version: kind.version }),
    kind: kind.kind,
    verbs,
    ...(shortNames.length > 0 && { shortNames }),
    ...(categories.length > 0 && { categories }),
    ...(storageVersionHash !== undefined && { storageVersionHash }),
  };
}

function groupVersion(group: string, version: string): string {
  return group === '' ? version : `${group}/${version}`;
}
