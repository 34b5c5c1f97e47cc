import { goQuote, statusErrors } from '@klockwork/api-machinery';
import { ApiError, utf8 } from '@klockwork/kernel';
import { headerOf } from '../../network/http/http-head.ts';
import type { ChunkedAnswer, HttpRequest } from '../../network/http/http-server.ts';
import type { Process } from '../../process.ts';
import { AUTHENTICATED, type DelegatedUser } from './delegated-user.ts';
import { WARDLE_DOCUMENTS } from './wardle-documents.ts';
import { GROUP, VERSION, WARDLE_KINDS, type WardleObject } from './wardle-kinds.ts';
import { listOf, type WardleQuery, watchOf } from './wardle-reads.ts';
import { WardleStore } from './wardle-store.ts';
import { type Collection, type WardleWrite, WardleWrites } from './wardle-writes.ts';

/** Paths that everybody may read. Models `--authorization-always-allow-paths`. */
const HEALTH_PATHS: ReadonlySet<string> = new Set(['/healthz', '/livez', '/readyz']);
const PREFIX = `/apis/${GROUP}/${VERSION}/`;
const ADMINISTRATORS = 'system:masters';

interface Target extends Collection {
  readonly name: string;
}

/** Requests of the sample's API. */
export class WardleAnswers {
  readonly #process: Process;
  readonly #store = new WardleStore();
  readonly #writes: WardleWrites;

  constructor(process: Process) {
    this.#process = process;
    this.#writes = new WardleWrites(this.#store, process.machine);
  }

  /** Answers a request of an authenticated user. */
  answer(request: HttpRequest, user: DelegatedUser): ChunkedAnswer {
    const [path = '', query = ''] = request.line.target.split('?');
    if (HEALTH_PATHS.has(path)) return { status: 200, headers: [['Content-Type', 'text/plain; charset=utf-8']], body: 'ok' };
    try {
      const document = request.line.method === 'GET' ? WARDLE_DOCUMENTS[path] : undefined;
      // Models the role system:discovery.
      if (document !== undefined && user.groups.includes(AUTHENTICATED)) return json(200, document);
      if (!user.groups.includes(ADMINISTRATORS)) throw forbidden(user, request.line.method, path);
      return this.#routed(request, path, parametersOf(query));
    } catch (error) {
      if (error instanceof ApiError) return json(error.status.code, error.status);
      throw error;
    }
  }

  #routed(request: HttpRequest, path: string, query: WardleQuery): ChunkedAnswer {
    const target = targetOf(path);
    if (target === undefined) throw statusErrors.pathNotFound();
    return target.name === '' ? this.#collection(request, target, query) : this.#object(request, target, query);
  }

  #collection(request: HttpRequest, target: Target, query: WardleQuery): ChunkedAnswer {
    const { method } = request.line;
    const isWatch = method === 'GET' && ['1', 'true'].includes(query.get('watch') ?? '');
    if (isWatch) return { status: 200, headers: JSON_TYPE, body: watchOf(this.#process, this.#store, target, query) };
    if (method === 'GET') return json(200, listOf(this.#store, target, query));
    if (method === 'POST') return json(201, this.#writes.create(writeOf(target, query), objectIn(request)));
    if (method === 'DELETE') return json(200, this.#deleteAll(target, query));
    throw statusErrors.methodNotAllowedOnPath();
  }

  #object(request: HttpRequest, target: Target, query: WardleQuery): ChunkedAnswer {
    const write = writeOf(target, query);
    const { method } = request.line;
    if (method === 'GET') return json(200, this.#store.get(target.kind, target.namespace, target.name));
    if (method === 'PUT') return json(200, this.#writes.update(write, objectIn(request)));
    if (method === 'PATCH') return json(200, this.#writes.patch(write, contentTypeOf(request), valueIn(request)));
    if (method === 'DELETE') return json(200, deletion(target, this.#writes.delete(write)));
    throw statusErrors.methodNotAllowedOnPath();
  }

  #deleteAll(target: Target, query: WardleQuery): object {
    const list = listOf(this.#store, target, query) as { readonly items: readonly WardleObject[] };
    for (const { metadata } of list.items) {
      const { name = '', namespace = '' } = metadata;
      this.#writes.delete({ ...writeOf(target, query), name, namespace });
    }
    return list;
  }
}

const JSON_TYPE: ChunkedAnswer['headers'] = [['Content-Type', 'application/json']];

function json(status: number, value: object): ChunkedAnswer {
  return { status, headers: JSON_TYPE, body: utf8.encode(JSON.stringify(value)) };
}

/** Parses a path below the group version: `namespaces/NAMESPACE/flunders/NAME`; undefined for another path. */
function targetOf(path: string): Target | undefined {
  if (!path.startsWith(PREFIX)) return undefined;
  const parts = path.slice(PREFIX.length).split('/').map(decoded);
  const [namespace, resource, name = '', ...rest] = parts[0] === 'namespaces' ? parts.slice(1) : ['', ...parts];
  const kind = WARDLE_KINDS.find((one) => one.resource === resource);
  if (kind === undefined || rest.length > 0 || namespace === undefined) return undefined;
  const isComplete = kind.isNamespaced ? namespace !== '' || name === '' : namespace === '';
  return isComplete ? { kind, namespace, name } : undefined;
}

/** Parses a query. Throws BadRequest for malformed escapes. */
function parametersOf(query: string): WardleQuery {
  const pairs = query.split('&').filter((pair) => pair !== '');
  return new Map(pairs.map((pair) => [decoded(pair.replace(/=.*/, '')), decoded(pair.replace(/^[^=]*=?/, ''))]));
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw statusErrors.badRequest('invalid URL escape');
  }
}

function writeOf(target: Target, query: WardleQuery): WardleWrite {
  return { ...target, isDryRun: query.get('dryRun') === 'All' };
}

function contentTypeOf({ head }: HttpRequest): string {
  return (headerOf(head, 'Content-Type') ?? '').replace(/;.*/, '').trim();
}

function valueIn({ body }: HttpRequest): unknown {
  try {
    return JSON.parse(utf8.decode(body));
  } catch (error) {
    throw statusErrors.badRequest((error as Error).message);
  }
}

function objectIn(request: HttpRequest): WardleObject {
  const value = valueIn(request) as Partial<WardleObject> | null;
  if (typeof value !== 'object' || value === null) throw statusErrors.badRequest("couldn't get version/kind; json parse error");
  return { ...value, metadata: value.metadata ?? {} };
}

/** Returns the Status of a completed deletion, otherwise the waiting object. */
function deletion({ kind, name }: Target, object: WardleObject): object {
  const { uid, finalizers = [] } = object.metadata;
  if (finalizers.length > 0) return object;
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', details: { name, group: GROUP, kind: kind.resource, uid } };
}

function forbidden({ name }: DelegatedUser, method: string, path: string): ApiError {
  const message = `User ${goQuote(name)} cannot ${method.toLowerCase()} path ${goQuote(path)}`;
  return statusErrors.forbidden({ group: '', resource: '' }, '', message);
}
