import { UserError } from '../user-error.ts';
import type { LabClient } from './lab-client.ts';

/** Resource from discovery. */
export interface FoundResource {
  readonly group: string;
  readonly version: string;
  /** Plural: `deployments`. */
  readonly resource: string;
  readonly singular: string;
  readonly kind: string;
  readonly shortNames: readonly string[];
  readonly namespaced: boolean;
}

interface ResourceList {
  readonly groupVersion: string;
  readonly resources: readonly {
    readonly name: string;
    readonly singularName: string;
    readonly kind: string;
    readonly shortNames?: readonly string[];
    readonly namespaced: boolean;
  }[];
}

interface GroupList {
  readonly groups: readonly { readonly preferredVersion: { readonly groupVersion: string } }[];
}

/** Returns all resources of a lab: core group first, other groups in discovery order. */
export async function discoverResources(client: LabClient): Promise<FoundResource[]> {
  const { groups } = await client.getJson<GroupList>('/apis');
  const paths = ['/api/v1', ...groups.map(({ preferredVersion }) => `/apis/${preferredVersion.groupVersion}`)];
  const lists = await Promise.all(paths.map((path) => client.getJson<ResourceList>(path)));
  return lists.flatMap(resourcesOf);
}

function resourcesOf({ groupVersion, resources }: ResourceList): FoundResource[] {
  const [version = '', group = ''] = groupVersion.split('/').reverse();
  return resources
    .filter(({ name }) => !name.includes('/'))
    .map(({ name, singularName, kind, shortNames = [], namespaced }) => {
      const singular = singularName || kind.toLowerCase();
      return { group, version, resource: name, singular, kind, shortNames, namespaced };
    });
}

/**
 * The resource that `word` means: plural, singular, kind or short name, with or without its group (`deployments.apps`).
 * Throws UserError in kubectl's words. Models the REST mapper behind kubectl's arguments.
 */
export function findResource(resources: readonly FoundResource[], word: string): FoundResource {
  const wantedWord = word.toLowerCase();
  const match = resources.find((resource) => namesOf(resource).includes(wantedWord));
  if (match === undefined) throw new UserError(`the server doesn't have a resource type "${word}"`);
  return match;
}

function namesOf({ group, version, resource, singular, kind, shortNames }: FoundResource): string[] {
  const names = [resource, singular, kind.toLowerCase()];
  const full = group === '' ? [] : names.flatMap((name) => [`${name}.${group}`, `${name}.${version}.${group}`]);
  return [...names, ...shortNames, ...full];
}

/** Returns the API path of an object. */
export function objectPath({ group, version, resource, namespaced }: FoundResource, namespace: string, name: string): string {
  const base = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
  const scope = namespaced ? `/namespaces/${encodeURIComponent(namespace)}` : '';
  return `${base}${scope}/${resource}/${encodeURIComponent(name)}`;
}
