import { compareVersions } from '@klockwork/api-machinery';
import { encodeBase64, sha256 } from '@klockwork/kernel';
import type { CustomSchema } from '@klockwork/openapi';
import type { KindDefinition, ResourceRef } from '@klockwork/resources';
import { type ServedKind, storedKind } from '../objects/served-kind.ts';

/** Resource of a group version in discovery. Models `metav1.APIResource`. */
export interface ServedResource {
  /** `pods`, `pods/status`. */
  readonly name: string;
  readonly singular: string;
  readonly namespaced: boolean;
  /** Kind of bodies, with group and version if different from the served ones. */
  readonly kind: { readonly group: string; readonly version: string; readonly kind: string };
  readonly verbs: readonly string[];
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  /** Hash of the storage form; only for stored objects. */
  readonly storageVersionHash?: string;
  /** True if the kind is that of the query: no body, no schema. */
  readonly connects?: true;
  readonly isCustom?: true;
  /** Definition in OpenAPI, for objects of custom kinds. */
  readonly custom?: CustomSchema;
}

/** A group and version with all it serves, in upstream's order: by name. */
export interface ServedVersion {
  readonly group: string;
  readonly version: string;
  readonly resources: readonly ServedResource[];
  /** True if an extension server serves it. */
  readonly isRemote?: true;
  /** True while its resources are unknown. */
  readonly isStale?: true;
}

const OBJECT_VERBS = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];
/** Kinds without deletecollection, which would delete the whole cluster, or its time. */
const NO_COLLECTION_DELETE = new Set(['/namespaces', 'klockwork.dev/clocks']);

/** Verbs that discovery omits while a definition terminates. Models `customresource_discovery_controller.go`. */
const TERMINATING_LACKS = new Set(['create', 'patch', 'update']);

/** Groups in the order of a real cluster's `/apis`; others follow in given order. */
const GROUP_ORDER = [
  '',
  'apiregistration.k8s.io',
  'apps',
  'events.k8s.io',
  'authentication.k8s.io',
  'authorization.k8s.io',
  'autoscaling',
  'batch',
  'certificates.k8s.io',
  'networking.k8s.io',
  'policy',
  'rbac.authorization.k8s.io',
  'storage.k8s.io',
  'admissionregistration.k8s.io',
  'apiextensions.k8s.io',
  'scheduling.k8s.io',
  'coordination.k8s.io',
  'node.k8s.io',
  'discovery.k8s.io',
  'flowcontrol.apiserver.k8s.io',
  'resource.k8s.io',
];

/** Returns whether the kind is pods, whose nodes have logs. */
export function hasLogs({ group, resource }: ResourceRef): boolean {
  return group === '' && resource === 'pods';
}

/** Returns whether the kind is service accounts, which have tokens on request. */
export function hasTokens({ group, resource }: ResourceRef): boolean {
  return group === '' && resource === 'serviceaccounts';
}

const TOKEN_REQUEST = { group: 'authentication.k8s.io', version: 'v1', kind: 'TokenRequest' };

/** Connection subresources with the kind of their query. */
const CONNECTIONS = { attach: 'PodAttachOptions', exec: 'PodExecOptions', portforward: 'PodPortForwardOptions' } as const;

/** Returns the connection of a kind's subresource; undefined for others. */
export function connectsTo(kind: ResourceRef, subresource: string): keyof typeof CONNECTIONS | undefined {
  return hasLogs(kind) && Object.hasOwn(CONNECTIONS, subresource) ? (subresource as keyof typeof CONNECTIONS) : undefined;
}

const PROXY_VERBS = ['create', 'delete', 'get', 'patch', 'update'];
/** Kinds with a `proxy` subresource, with the kind of its query. */
const PROXIES: Readonly<Record<string, string>> = {
  '/nodes': 'NodeProxyOptions',
  '/pods': 'PodProxyOptions',
  '/services': 'ServiceProxyOptions',
};

/** Returns whether the subresource proxies HTTP to an object, with or without path: `proxy`, `proxy/metrics`. */
export function isProxy({ group, resource }: ResourceRef, subresource: string): boolean {
  return Object.hasOwn(PROXIES, `${group}/${resource}`) && /^proxy(?:\/|$)/.test(subresource);
}

/** Verbs of a kind's objects. */
export function verbsOf(kind: ResourceRef): readonly string[] {
  return NO_COLLECTION_DELETE.has(`${kind.group}/${kind.resource}`)
    ? OBJECT_VERBS.filter((verb) => verb !== 'deletecollection')
    : OBJECT_VERBS;
}

/** Returns all served resources by group and version, in discovery order. */
export function servedVersions(
  kinds: readonly ServedKind[],
  others: readonly (ServedResource & { at: { group: string; version: string } })[],
): ServedVersion[] {
  const versions = new Map<string, { group: string; version: string; resources: ServedResource[] }>();
  const add = ({ group, version }: { group: string; version: string }, resources: readonly ServedResource[]) => {
    const name = `${group}/${version}`;
    const servedVersion = versions.get(name) ?? { group, version, resources: [] };
    versions.set(name, servedVersion);
    servedVersion.resources.push(...resources);
  };
  for (const kind of kinds) add(kind, resourcesOf(kind));
  for (const other of others) add(other.at, [other]);
  const all = [...versions.values()].sort((a, b) => rank(a) - rank(b) || customOrder(a, b));
  for (const { resources } of all) resources.sort((a, b) => (a.name < b.name ? -1 : 1));
  return all;
}

/** Custom groups follow by name, each with its preferred version first. */
function customOrder(a: ServedVersion, b: ServedVersion): number {
  if (!isCustom(a)) return 0;
  return a.group === b.group ? compareVersions(a.version, b.version) : a.group < b.group ? -1 : 1;
}

function rank(version: ServedVersion): number {
  const index = GROUP_ORDER.indexOf(version.group);
  if (index >= 0) return index;
  return GROUP_ORDER.length + (isCustom(version) ? 1 : 0);
}

function isCustom({ resources }: ServedVersion): boolean {
  return resources.some((resource) => resource.isCustom);
}

/** Models `discovery.StorageVersionHash`: the first eight bytes of a digest, as base64. */
function storageVersionHashOf({ group, version, kind, conversion }: KindDefinition): string {
  const bytes =
    sha256(`${conversion?.storedVersion ?? `${group}/${version}`}/${kind}`)
      .match(/../g)
      ?.slice(0, 8) ?? [];
  return encodeBase64(Uint8Array.from(bytes, (byte) => Number.parseInt(byte, 16)));
}

const cache = new WeakMap<ServedKind, readonly ServedResource[]>();

/** Returns the same resources for the same kind. */
function resourcesOf(kind: ServedKind): readonly ServedResource[] {
  const resources = cache.get(kind) ?? resourcesOfNew(kind);
  cache.set(kind, resources);
  return resources;
}

function resourcesOfNew(kind: ServedKind): ServedResource[] {
  const own = { group: kind.group, version: kind.version, kind: kind.kind };
  const custom = kind.isCustom ? { isCustom: true as const } : {};
  const publishedKind = kind.published && { custom: { ...own, ...kind.published, listKind: kind.listKind, resource: kind.resource } };
  const subresource = (name: string, of: ServedResource['kind'], verbs: readonly string[]): ServedResource => ({
    name: `${kind.resource}/${name}`,
    singular: '',
    namespaced: kind.namespaced,
    kind: of,
    verbs: [...verbs].sort(),
    shortNames: [],
    categories: [],
    ...custom,
  });
  const { resource, singular, namespaced, shortNames, categories } = kind;
  const storageVersionHash = storageVersionHashOf(storedKind(kind));
  const verbs = kind.isTerminating ? verbsOf(kind).filter((verb) => !TERMINATING_LACKS.has(verb)) : verbsOf(kind);
  const projectedResources = Object.entries(kind.projected ?? {}).map(([name, { kind: of, verbs }]) => subresource(name, of, verbs));
  const subresourceNames = [...(kind.status === undefined ? [] : ['status']), ...Object.keys(kind.subresources ?? {})];
  const objects = subresourceNames.map((name) => subresource(name, own, ['get', 'patch', 'update']));
  const logs = hasLogs(kind) ? [subresource('log', own, ['get'])] : [];
  const tokens = hasTokens(kind) ? [subresource('token', TOKEN_REQUEST, ['create'])] : [];
  const connections = !hasLogs(kind)
    ? []
    : Object.entries(CONNECTIONS).map(([name, options]) => ({
        ...subresource(name, { ...own, kind: options }, ['create', 'get']),
        connects: true as const,
      }));
  const proxy = PROXIES[`${kind.group}/${resource}`];
  const proxies = proxy === undefined ? [] : [{ ...subresource('proxy', { ...own, kind: proxy }, PROXY_VERBS), connects: true as const }];
  return [
    { name: resource, singular, namespaced, kind: own, verbs, shortNames, categories, storageVersionHash, ...custom, ...publishedKind },
    ...objects,
    ...logs,
    ...tokens,
    ...connections,
    ...proxies,
    ...projectedResources,
  ];
}
