import type { ServedResource, ServedVersion } from './served-resources.ts';

/** `/api` (the core group) or `/apis` (all others) in one answer. Models `apidiscovery.k8s.io` `APIGroupDiscoveryList`. */
export function groupDiscoveryList(versions: readonly ServedVersion[], version: string): object {
  const groups = [...new Set(versions.map(({ group }) => group))];
  return {
    kind: 'APIGroupDiscoveryList',
    apiVersion: `apidiscovery.k8s.io/${version}`,
    metadata: {},
    items: groups.map((group) => ({
      metadata: group === '' ? {} : { name: group },
      versions: versions.filter((one) => one.group === group).map(versionEntry),
    })),
  };
}

function versionEntry({ version, resources, isStale }: ServedVersion): object {
  const main = resources.filter(({ name }) => !name.includes('/'));
  return { version, resources: main.map((resource) => resourceEntry(resource, resources)), freshness: isStale ? 'Stale' : 'Current' };
}

function resourceEntry(resource: ServedResource, all: readonly ServedResource[]): object {
  const { name, singular, namespaced, kind, verbs, shortNames, categories } = resource;
  const prefix = `${name}/`;
  const subresources = all
    .filter((other) => other.name.startsWith(prefix))
    .map((other) => ({ subresource: other.name.slice(prefix.length), responseKind: other.kind, verbs: other.verbs }));
  return {
    resource: name,
    responseKind: kind,
    scope: namespaced ? 'Namespaced' : 'Cluster',
    singularResource: singular,
    verbs,
    ...(shortNames.length > 0 && { shortNames }),
    ...(categories.length > 0 && { categories }),
    ...(subresources.length > 0 && { subresources }),
  };
}
