import { decodeJson, patchRefusal, statusErrors } from '@klockwork/api-machinery';
import type { ClusterApi, ClusterBackend, WriteOptions } from '@klockwork/cluster-api';
import type { Actor, Journal } from '@klockwork/event-store';
import { deepFreeze, type Random } from '@klockwork/kernel';
import { schemaOf } from '@klockwork/openapi';
import { applyPatch, type Patch, type Registry, selectionOf, type Target, type WriteRequest, type WriteResult } from '@klockwork/registry';
import { type KindDefinition, type KubeObject, kindOf, type ResourceRef } from '@klockwork/resources';
import { type BodyType, decodePatched } from './objects/body.ts';
import { evictionOptions, projectedType } from './objects/projected-write.ts';

/** What the API stands on when nothing lies between it and its caller. */
export interface DirectOptions {
  readonly registry: Registry;
  readonly journal: Journal;
}

/** Events of a kind read at a time. */
const LOG_PAGE_EVENTS = 500;

/** The ClusterApi of one actor, in the process of the registry. Its watch misses nothing. */
export function directClusterApi(options: DirectOptions & { readonly actor: Actor; readonly random: Random }): ClusterApi {
  const { journal, actor, random } = options;
  const ask = () => backendAs(options, actor, random.uuid());
  return {
    get: (resource, name) => ask().get(resource, name),
    list: (resource, list) => ask().list(resource, list),
    readLog: (resource, after) => ask().readLog(resource, after),
    create: (resource, object, write) => ask().create(resource, object, write),
    update: (resource, object, write) => ask().update(resource, object, write),
    patch: (resource, name, patch, write) => ask().patch(resource, name, patch, write),
    delete: (resource, name, deletion, write) => ask().delete(resource, name, deletion, write),
    watch: ({ group, resource }, on) => ({
      stop: journal.onCommitted(({ event }) => {
        if (event.key.group === group && event.key.resource === resource) on.event(event);
      }),
    }),
  };
}

/** What answers the cluster's components over the bus. */
export function directBackend(options: DirectOptions): ClusterBackend {
  return { as: (actor, correlationId) => backendAs(options, actor, correlationId) };
}

function backendAs(options: DirectOptions, actor: Actor, correlationId: string): Omit<ClusterApi, 'watch'> {
  const { registry, journal } = options;
  const request = (write: WriteOptions): WriteRequest => ({
    actor,
    correlationId,
    cause: write.cause,
    dryRun: false,
    fieldValidation: 'Ignore',
    warn() {},
  });
  return {
    async get<T extends KubeObject>(resource: ResourceRef, { namespace = '', name }: { namespace?: string; name: string }) {
      return registry.get({ kind: servedKind(resource), namespace, name }).object as T;
    },
    async list<T extends KubeObject>(resource: ResourceRef, query = {}) {
      const kind = servedKind(resource);
      const everything = { limit: 0, continue: '', resourceVersion: '', resourceVersionMatch: '' };
      const { revision, items } = registry.list(kind, { ...everything, selection: selectionOf(kind, query) });
      const kindRevision = journal.state.kindRevision(kind.group, kind.resource);
      return { revision, kindRevision, items: items.map(({ object }) => object as T) };
    },
    readLog: ({ group, resource }, after) => journal.read({ after, limit: LOG_PAGE_EVENTS, kind: { group, resource } }),
    async create<T extends KubeObject>(resource: ResourceRef, object: T, write: WriteOptions) {
      const kind = servedKind(resource);
      const namespace = object.metadata?.namespace ?? '';
      const target = { kind, namespace, name: object.metadata?.name ?? '' };
      if (write.subresource !== undefined) return (await sent(registry, target, object, write.subresource, request(write))) as T;
      return (await registry.create({ kind, namespace, body: fitted(kind, object) }, request(write))).object as T;
    },
    async update<T extends KubeObject>(resource: ResourceRef, object: T, write: WriteOptions) {
      const { namespace = '', name = '' } = object.metadata ?? {};
      const target = { kind: servedKind(resource), namespace, name };
      return (await sent(registry, target, object, write.subresource ?? '', request(write))) as T;
    },
    async patch<T extends KubeObject>(...[resource, { namespace = '', name }, patch, write]: Parameters<ClusterApi['patch']>) {
      return (await patched(registry, { kind: servedKind(resource), namespace, name }, patch, write, request(write))) as T;
    },
    async delete(resource, { namespace = '', name }, { uid, resourceVersion, ...rest }, write) {
      const preconditions = { ...(uid !== undefined && { uid }), ...(resourceVersion !== undefined && { resourceVersion }) };
      await registry.delete(
        { target: { kind: servedKind(resource), namespace, name }, deletion: { ...rest, preconditions } },
        request(write),
      );
    },
  };
}

/** A whole body for an object or one of its subresources; what comes back is the object, or what the subresource reads. */
async function sent(registry: Registry, target: Target, body: KubeObject, subresource: string, request: WriteRequest): Promise<KubeObject> {
  const rules = target.kind.projected?.[subresource];
  if (rules === undefined) return (await registry.replace({ target, subresource, body: fitted(target.kind, body) }, request)).object;
  const whole = fitted(projectedType(rules), body);
  const deletion = rules.outcome === 'delete' ? { deletion: evictionOptions(whole).deletion } : {};
  const operation = rules.verbs.includes('create') ? 'CREATE' : 'UPDATE';
  const written: WriteResult = await registry.writeProjected(
    { target, subresource, rules, operation, body: () => whole, ...deletion },
    request,
  );
  return rules.read === undefined ? written.object : deepFreeze(rules.read(written.object));
}

/** A patch of an object or of one of its subresources; what comes back is the object, or what the subresource reads. */
async function patched(registry: Registry, target: Target, patch: Patch, { subresource = '' }: WriteOptions, request: WriteRequest) {
  const rules = target.kind.projected?.[subresource];
  const type = rules === undefined ? target.kind : projectedType(rules);
  const refuse = (detail: string) => patchRefusal.doesNotDecode(patch.body, detail);
  const change = (previous: KubeObject) =>
    decodePatched(applyPatch(previous, patch, schemaOf(type.definition)), { type, strictness: request, refuse });
  if (rules === undefined) return (await registry.update({ target, subresource, change }, request)).object;
  const { read } = rules;
  if (read === undefined) throw statusErrors.methodNotAllowedOnPath();
  const body = (previous: KubeObject) => change(read(previous));
  const written = await registry.writeProjected({ target, subresource, rules, operation: 'UPDATE', body }, request);
  return deepFreeze(read(written.object));
}

/** A component's object as the type has it: canonical quantities and times, nothing unknown. */
function fitted(type: BodyType, object: KubeObject): KubeObject {
  return decodeJson(JSON.stringify(object), schemaOf(type.definition), { strict: false }).value as KubeObject;
}

function servedKind({ group, resource }: ResourceRef): KindDefinition {
  const kind = kindOf(group, resource);
  if (kind === undefined) throw statusErrors.pathNotFound();
  return kind;
}
