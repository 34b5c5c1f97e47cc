/** Kind of objects that the API serves. */
export interface Kind {
  /** Plural with its group, as kubectl has it: `pods`, `deployments.apps`. */
  readonly resource: string;
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  /** `Deployment`. */
  readonly kind: string;
  readonly isNamespaced: boolean;
  readonly shortNames: readonly string[];
  readonly verbs: ReadonlySet<string>;
  /** Verbs of each subresource, such as `scale`. */
  readonly subresources: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Part of an `APIGroupDiscoveryList` of `apidiscovery.k8s.io/v2`. */
export interface GroupDiscoveryList {
  readonly items: readonly { readonly metadata: { readonly name?: string }; readonly versions?: readonly VersionDiscovery[] }[];
}

interface VersionDiscovery {
  readonly version: string;
  readonly resources?: readonly ResourceDiscovery[];
}

interface ResourceDiscovery {
  readonly resource: string;
  readonly responseKind?: { readonly kind: string };
  readonly scope: string;
  readonly verbs: readonly string[];
  readonly shortNames?: readonly string[];
  readonly subresources?: readonly { readonly subresource: string; readonly verbs: readonly string[] }[];
}

/** Returns the kinds of discovery documents, each in the version that its group prefers, in the order of the documents. */
export function kindsOf(lists: readonly GroupDiscoveryList[]): readonly Kind[] {
  return lists.flatMap(({ items }) => items).flatMap(({ metadata: { name = '' }, versions = [] }) => kindsOfGroup(name, versions));
}

/** Returns the kinds of `next`, with the former objects of unchanged ones: an open editor goes on while other kinds appear. */
export function keptKinds(former: readonly Kind[], next: readonly Kind[]): readonly Kind[] {
  const byText = new Map(former.map((kind) => [textOf(kind), kind]));
  return next.map((kind) => byText.get(textOf(kind)) ?? kind);
}

/** Returns a text that differs for kinds that differ. */
function textOf(kind: Kind): string {
  return JSON.stringify(kind, (_, value) => (value instanceof Set || value instanceof Map ? [...value] : value));
}

function kindsOfGroup(group: string, versions: readonly VersionDiscovery[]): readonly Kind[] {
  const kinds = new Map<string, Kind>();
  for (const { version, resources = [] } of versions)
    for (const resource of resources) if (!kinds.has(resource.resource)) kinds.set(resource.resource, kindOf({ group, version }, resource));
  return [...kinds.values()];
}

function kindOf({ group, version }: { readonly group: string; readonly version: string }, discovered: ResourceDiscovery): Kind {
  const { resource, responseKind, scope, verbs, shortNames = [], subresources = [] } = discovered;
  return {
    ...{ resource: qualified(resource, group), group, version, plural: resource, kind: responseKind?.kind ?? resource },
    ...{ isNamespaced: scope === 'Namespaced', shortNames, verbs: new Set(verbs) },
    subresources: new Map(subresources.map((each) => [each.subresource, new Set(each.verbs)])),
  };
}

/** Returns `deployments.apps`; the plural alone for the core group. */
function qualified(plural: string, group: string): string {
  return group === '' ? plural : `${plural}.${group}`;
}

/** Returns the `apiVersion` of objects of a kind. */
export function apiVersionOf({ group, version }: Pick<Kind, 'group' | 'version'>): string {
  return group === '' ? version : `${group}/${version}`;
}

/** Returns the path of all objects of a kind, or of those in a namespace. */
export function collectionPath(kind: Kind, namespace?: string): string {
  const root = kind.group === '' ? '/api' : '/apis';
  const inNamespace =
    namespace !== undefined && namespace !== '' && kind.isNamespaced ? `/namespaces/${encodeURIComponent(namespace)}` : '';
  return `${root}/${apiVersionOf(kind)}${inNamespace}/${kind.plural}`;
}

/** Returns the path of an object. `key`: `name`, or `namespace/name`. */
export function objectPath(kind: Kind, key: string): string {
  const { namespace, name } = partsOf(key);
  return `${collectionPath(kind, namespace)}/${encodeURIComponent(name)}`;
}

/** Returns the parts of `name`, or of `namespace/name`. */
export function partsOf(key: string): { readonly namespace?: string; readonly name: string } {
  const slash = key.indexOf('/');
  return slash < 0 ? { name: key } : { namespace: key.slice(0, slash), name: key.slice(slash + 1) };
}
