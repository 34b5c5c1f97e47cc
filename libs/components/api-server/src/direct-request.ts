import { statusErrors } from '@klockwork/api-machinery';
import type { BackendApi, DeleteOptions, ListOptions, LogPage, ObjectList, ObjectName, Patch, WriteOptions } from '@klockwork/cluster-api';
import type { Actor, Journal, Revision } from '@klockwork/event-store';
import type { HttpApi } from '@klockwork/http-api';
import { type Registry, selectionOf, type Target, type WriteRequest, writeRequest } from '@klockwork/registry';
import type { KindDefinition, KubeObject, ResourceRef } from '@klockwork/resources';
import type { ServedKinds } from './custom-resources/served-kinds.ts';
import { fitted, writeBody, writePatch } from './direct-writes.ts';
import { hasTokens } from './discovery/served-resources.ts';
import { definitionOf } from './objects/definition.ts';
import { checkCreatable } from './objects/served-kind.ts';
import { readPath } from './read-path.ts';
import { type AccountName, grantToken, TOKEN_REQUEST, type TokenPorts } from './tokens/grant-token.ts';

/** Dependencies of a direct API without transport. */
export interface DirectOptions {
  readonly registry: Registry;
  readonly journal: Journal;
  /** Kinds that are served. */
  readonly kinds: Pick<ServedKinds, 'find'>;
  /** Issues tokens of service accounts; absent: refuses requests for them. */
  readonly tokens?: TokenPorts;
  /** Answers reads of paths; absent: refuses them. */
  readonly http?: HttpApi;
}

/** Number of events per read of a kind. */
const LOG_PAGE_EVENTS = 500;

/** API of an actor within a request: registry verbs, with bodies decoded by schema. */
export class DirectRequest implements BackendApi {
  readonly #registry: Registry;
  readonly #journal: Journal;
  readonly #kinds: DirectOptions['kinds'];
  readonly #tokens: TokenPorts | undefined;
  readonly #http: HttpApi | undefined;
  readonly #actor: Actor;
  readonly #correlationId: string;

  constructor({ registry, journal, kinds, tokens, http }: DirectOptions, actor: Actor, correlationId: string) {
    this.#registry = registry;
    this.#journal = journal;
    this.#kinds = kinds;
    this.#tokens = tokens;
    this.#http = http;
    this.#actor = actor;
    this.#correlationId = correlationId;
  }

  async get<T extends KubeObject>(resource: ResourceRef, name: ObjectName): Promise<T> {
    return this.#registry.get(this.#targetOf(resource, name)).object as T;
  }

  async read(_: ResourceRef, path: string): Promise<unknown> {
    if (this.#http === undefined) throw statusErrors.pathNotFound();
    return readPath(this.#http, this.#actor, path);
  }

  async list(resource: ResourceRef, query: ListOptions = {}): Promise<ObjectList> {
    const kind = this.#kinds.find(resource);
    const kindRevision = this.#journal.state.kindRevision(resource.group, resource.resource);
    // A definition may be gone before the first list of a controller, which still needs later events of the kind.
    if (kind === undefined) return { revision: this.#registry.revision, kindRevision, objects: [] };
    const { revision, items } = this.#registry.listNow(kind, selectionOf(kind, query));
    return { revision, kindRevision, objects: items };
  }

  readLog({ group, resource }: ResourceRef, after: Revision): Promise<LogPage> {
    return this.#journal.read({ after, limit: LOG_PAGE_EVENTS, kind: { group, resource } });
  }

  async create<T extends KubeObject>(resource: ResourceRef, object: T, options: WriteOptions): Promise<T> {
    const { namespace = '', name = '' } = object.metadata ?? {};
    const target = this.#targetOf(resource, { namespace, name });
    if (options.subresource === 'token' && hasTokens(target.kind)) return this.#grant({ namespace, name }, object) as T;
    const request = this.#request(options);
    if (options.subresource !== undefined)
      return (await writeBody(this.#registry, { target, subresource: options.subresource, body: object }, request)) as T;
    checkCreatable(target.kind);
    const creation = { kind: target.kind, namespace, body: fitted(target.kind, object) };
    return (await this.#registry.create(creation, request)).object as T;
  }

  async update<T extends KubeObject>(resource: ResourceRef, object: T, options: WriteOptions): Promise<T> {
    const { namespace = '', name = '' } = object.metadata ?? {};
    const target = this.#targetOf(resource, { namespace, name });
    return (await writeBody(this.#registry, { target, subresource: options.subresource ?? '', body: object }, this.#request(options))) as T;
  }

  async patch<T extends KubeObject>(resource: ResourceRef, name: ObjectName, patch: Patch, options: WriteOptions): Promise<T> {
    const target = this.#targetOf(resource, name);
    return (await writePatch(this.#registry, { target, subresource: options.subresource ?? '', patch }, this.#request(options))) as T;
  }

  async delete(resource: ResourceRef, name: ObjectName, deletion: DeleteOptions, options: WriteOptions): Promise<void> {
    const { uid, resourceVersion, ...rest } = deletion;
    const preconditions = { ...(uid !== undefined && { uid }), ...(resourceVersion !== undefined && { resourceVersion }) };
    const removal = { target: this.#targetOf(resource, name), deletion: { ...rest, preconditions } };
    await this.#registry.delete(removal, this.#request(options));
  }

  #grant(account: AccountName, object: KubeObject): KubeObject {
    if (this.#tokens === undefined) throw statusErrors.methodNotAllowedOnPath();
    return grantToken(this.#tokens, account, fitted({ ...TOKEN_REQUEST, definition: definitionOf(TOKEN_REQUEST) }, object));
  }

  #request({ cause, facts }: WriteOptions): WriteRequest {
    return writeRequest({ actor: this.#actor, correlationId: this.#correlationId, cause, ...(facts && { facts }) });
  }

  #targetOf(resource: ResourceRef, { namespace = '', name }: ObjectName): Target {
    return { kind: this.#servedKind(resource), namespace, name };
  }

  #servedKind(resource: ResourceRef): KindDefinition {
    const kind = this.#kinds.find(resource);
    if (kind === undefined) throw statusErrors.pathNotFound();
    return kind;
  }
}
