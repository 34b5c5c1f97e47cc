import type { Random } from '@klockwork/kernel';
import { schemaOf } from '@klockwork/openapi';
import { bodyText, breakValue, isTree } from '../break-value.ts';
import { once, pick } from '../chance.ts';
import type { Corpus } from '../corpus.ts';
import { bodyOf } from '../make-body.ts';
import { keyed, randomValue, type Value } from '../make-value.ts';
import type { Route } from '../routes.ts';
import type { FuzzRequest } from '../target.ts';
import { changeValue } from './bend-value.ts';

/** Kinds with active controllers, and those that decide on other writes: most writes use them. */
const BUSY: ReadonlySet<string> = new Set([
  ...['pods', 'deployments', 'replicasets', 'statefulsets', 'daemonsets', 'jobs', 'cronjobs', 'replicationcontrollers', 'services'],
  ...['endpointslices', 'nodes', 'namespaces', 'persistentvolumeclaims', 'persistentvolumes', 'poddisruptionbudgets', 'storageclasses'],
  ...[
    'validatingadmissionpolicies',
    'validatingadmissionpolicybindings',
    'mutatingwebhookconfigurations',
    'validatingwebhookconfigurations',
  ],
]);
const BUSY_WEIGHT = 5;
const NAMESPACES = ['default', 'default', 'default', 'a', 'kube-system'];
/** Few names, so that objects collide; nodes other than `node-1` stay unchanged. */
const NAMES = ['a', 'b', 'web', 'node-1', 'default'];
const FINALIZERS = ['example.com/odd', 'foregroundDeletion', 'orphan', 'kubernetes.io/pvc-protection', 'kubernetes.io/pv-protection'];
/** Where controllers and kubelets write; a client may as well. */
const WRITTEN_BELOW: ReadonlySet<string> = new Set(['status', 'scale', 'eviction', 'binding', 'resize', 'ephemeralcontainers', 'approval']);

export type Tree = Record<string, Value>;

/** Stored resources, repeated by weight. */
export function weightedRoutes(routes: readonly Route[]): readonly Route[] {
  const storedRoutes = routes.filter(({ definition }) => definition !== undefined);
  return storedRoutes.flatMap((route) => Array.from({ length: BUSY.has(route.resource) ? BUSY_WEIGHT : 1 }, () => route));
}

/** Lists existing objects of a kind. */
export type ListOf = (route: Route) => Promise<readonly Tree[]>;

/** Write request of a client with an odd, roughly valid object. */
export async function writeOf(random: Random, corpus: Corpus, route: Route, listOf: ListOf): Promise<FuzzRequest> {
  const { body = new Uint8Array(), ...rest } = await anyWriteOf(random, corpus, route, listOf);
  return { ...rest, body: Buffer.from(Buffer.from(body).toString('latin1').replace(MANY, '"$1":20'), 'latin1') };
}

/** Huge replica counts are reduced: creating so many pods is correct, but slow. */
const MANY = /"(replicas|parallelism|completions|minReplicas)":\d{3,}/g;

async function anyWriteOf(random: Random, corpus: Corpus, route: Route, listOf: ListOf): Promise<FuzzRequest> {
  const there = once(random, 2) ? (await listOf(route)).filter((object) => mayBeTouched(route, object)) : [];
  if (there.length === 0) return creation(random, corpus, route);
  const { group, version, kind } = route;
  const tree: Tree = { apiVersion: group === '' ? version : `${group}/${version}`, kind, ...pick(random, there) };
  if (!once(random, 8)) delete (tree.metadata as Tree).managedFields;
  return pick(random, [replacement, replacement, patch, patch, deletion, below, below])(random, corpus, route, tree);
}

/** Only one node may change, so that others can serve pods. */
function mayBeTouched({ resource }: Route, { metadata }: Tree): boolean {
  const { name = '' } = metadata as { name?: string };
  return !['nodes', 'leases', 'csinodes'].includes(resource) || !/^node-[23]$/.test(name);
}

type Write = (random: Random, corpus: Corpus, route: Route, example: Tree) => FuzzRequest;

function creation(random: Random, corpus: Corpus, route: Route): FuzzRequest {
  const schema = schemaOf(route.definition?.definition ?? '');
  const object = (corpus.example(random, route) ?? randomValue(random, schema)) as Tree;
  if (!isTree(object)) return creation(random, corpus, route);
  const { resourceVersion: _version, uid: _uid, namespace: _namespace, ...metadata } = (object.metadata ?? {}) as Tree;
  object.metadata = { ...metadata, name: pick(random, NAMES) };
  makeOdd(random, corpus, route, object);
  return request('POST', pathOf(route, pick(random, NAMESPACES)), object, random);
}

const replacement: Write = (random, corpus, route, example) => {
  const path = pathOfMet(route, example);
  delete (example.metadata as Tree).resourceVersion;
  makeOdd(random, corpus, route, example);
  return request('PUT', path, example, random);
};

const patch: Write = (random, corpus, route, example) => {
  const { type, body } = bodyOf(random, corpus, route, { method: 'PATCH', subresource: '' });
  return { method: 'PATCH', url: pathOfMet(route, example), headers: { 'content-type': type }, body };
};

const deletion: Write = (random, _corpus, route, example) => {
  const options = {
    ...(once(random, 2) && { propagationPolicy: pick(random, ['Foreground', 'Background', 'Orphan']) }),
    ...(once(random, 3) && { gracePeriodSeconds: pick(random, [0, 1, 3_600]) }),
  };
  return request('DELETE', pathOfMet(route, example), options, random);
};

/** Subresource write, like from a controller, kubelet, scheduler or drain. */
const below: Write = (random, corpus, route, example) => {
  const servedSubresources = route.subresources.filter((one) => WRITTEN_BELOW.has(one));
  if (servedSubresources.length === 0) return replacement(random, corpus, route, example);
  const subresource = pick(random, servedSubresources);
  const url = `${pathOfMet(route, example)}/${subresource}`;
  const { name } = example.metadata as Tree;
  if (subresource === 'eviction') return request('POST', url, { metadata: { name } }, random);
  if (subresource === 'binding')
    return request(
      'POST',
      url,
      { metadata: { name }, target: { kind: 'Node', name: pick(random, ['node-1', 'node-2', 'absent']) } },
      random,
    );
  if (subresource === 'scale') return request('PATCH', url, { spec: { replicas: pick(random, [0, 1, 5, 20]) } }, random);
  delete (example.metadata as Tree).resourceVersion;
  const status = schemaOf(route.definition?.definition ?? '').properties?.get('status');
  if (status !== undefined && once(random, 2)) example.status = randomValue(random, status, 1);
  makeOdd(random, corpus, route, example);
  return request('PUT', url, example, random);
};

function makeOdd(random: Random, corpus: Corpus, route: Route, object: Tree): void {
  const schema = schemaOf(route.definition?.definition ?? '');
  if (once(random, 4)) tie(random, corpus, route, object.metadata as Tree);
  if (once(random, 5)) breakValue(random, object, schema);
  else if (!once(random, 6)) changeValue(random, object, schema);
}

/** Owners, finalizers and labels: of other, own or missing objects. */
function tie(random: Random, corpus: Corpus, route: Route, metadata: Tree): void {
  const owner = corpus.example(random, route) as Tree | undefined;
  const { uid, name } = (once(random, 3) ? metadata : (owner?.metadata ?? {})) as Tree;
  const choices: readonly (() => void)[] = [
    () => {
      const { apiVersion = 'v1', kind = route.kind } = owner ?? {};
      metadata.ownerReferences = [
        {
          apiVersion,
          kind,
          name: name ?? 'absent',
          uid: uid ?? 'absent',
          controller: once(random, 2),
          blockOwnerDeletion: once(random, 2),
        },
      ];
    },
    () => {
      metadata.finalizers = [pick(random, FINALIZERS)];
    },
    () => {
      metadata.labels = { app: 'web', a: 'b' };
    },
    () => {
      metadata.annotations = keyed([
        [pick(random, ['deployment.kubernetes.io/revision', 'pv.kubernetes.io/bind-completed', 'batch.kubernetes.io/job-tracking']), 'a'],
      ]);
    },
  ];
  pick(random, choices)();
}

/** Path of a collection: all namespaces, or one. */
export function pathOf({ group, version, resource, namespaced }: Route, namespace?: string): string {
  const root = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
  return `${root}${namespaced && namespace !== undefined ? `/namespaces/${namespace}` : ''}/${resource}`;
}

function pathOfMet(route: Route, { metadata }: Tree): string {
  const { namespace = 'default', name = '' } = metadata as { namespace?: string; name?: string };
  return `${pathOf(route, namespace)}/${encodeURIComponent(name)}`;
}

function request(method: string, url: string, body: Value, random: Random): FuzzRequest {
  const type = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
  const bytes = once(random, 50) ? bodyText(random, body) : Buffer.from(JSON.stringify(body));
  return { method, url, headers: { 'content-type': type }, body: bytes };
}
