import type { ApiServiceSpec } from '@klockwork/resources';
import type { ServedResource, ServedVersion } from '../discovery/served-resources.ts';

/** Resource in an APIResourceList. Models `metav1.APIResource`. */
export interface RemoteResource {
  readonly name: string;
  readonly singularName?: string;
  readonly namespaced?: boolean;
  readonly kind: string;
  readonly group?: string;
  readonly version?: string;
  readonly verbs?: readonly string[];
  readonly shortNames?: readonly string[];
  readonly categories?: readonly string[];
}

/** Parses the APIResourceList of an extension server; undefined for another body. */
export function resourcesOf(body: string): readonly RemoteResource[] | undefined {
  try {
    const { kind, resources } = JSON.parse(body) as { kind?: unknown; resources?: unknown };
    if (kind !== 'APIResourceList' || !Array.isArray(resources)) return undefined;
    return resources.filter(({ name, kind: of }) => typeof name === 'string' && typeof of === 'string') as RemoteResource[];
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return undefined;
    throw error;
  }
}

/** Returns a group version of an extension server in discovery; stale without known resources. */
export function servedOf({ group = '', version = '' }: ApiServiceSpec, resources: readonly RemoteResource[] | undefined): ServedVersion {
  const servedResources = (resources ?? []).map((resource) => servedResource(resource, { group, version }));
  return { group, version, resources: servedResources, ...(resources === undefined && { isStale: true }), isRemote: true };
}

function servedResource(resource: RemoteResource, at: { readonly group: string; readonly version: string }): ServedResource {
  const {
    name,
    singularName = '',
    namespaced = false,
    kind,
    group = '',
    version = '',
    verbs = [],
    shortNames = [],
    categories = [],
  } = resource;
  return {
    ...{ name, namespaced, verbs, shortNames, categories, singular: singularName },
    kind: { group: group || at.group, version: version || at.version, kind },
  };
}
