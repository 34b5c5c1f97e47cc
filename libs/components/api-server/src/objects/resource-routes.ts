import { statusErrors } from '@klockwork/api-machinery';
import type { ApiAnswer, ApiStream, ApiUpgrade } from '@klockwork/http-api';
import { connectsTo, hasLogs, hasTokens, isProxy, verbsOf } from '../discovery/served-resources.ts';
import { podLogs } from '../logs/pod-logs.ts';
import { nodeProxy } from '../proxy/node-proxy.ts';
import { proxyRequest } from '../proxy/proxy-request.ts';
import { admitConnection } from '../streams/admit-connection.ts';
import { podStream } from '../streams/pod-stream.ts';
import { portForward } from '../streams/port-forward.ts';
import { upgradeWatch } from '../streams/stream-over-socket.ts';
import { issueToken } from '../tokens/issue-token.ts';
import { deleteCollection, deleteObject } from './delete-objects.ts';
import type { ObjectCall } from './object-call.ts';
import { checkAcceptable } from './projected-answer.ts';
import { getObject, listObjects } from './read-objects.ts';
import { projectedSubresource } from './subresources.ts';
import { watchObjects } from './watch-objects.ts';
import { createObject, patchObject, replaceObject } from './write-objects.ts';

type Answer = ApiAnswer | ApiStream | ApiUpgrade | Promise<ApiAnswer | ApiStream | ApiUpgrade>;

/** Answers a request for objects. Throws ApiError 404 for an unknown subresource, 405 for an unsupported method. */
export function answerObjects(call: ObjectCall): Answer {
  const { kind, path } = call;
  checkScope(call);
  if (path.subresource === '') return answerObject(call);
  if (path.subresource === 'log' && hasLogs(kind)) return call.verb === 'get' ? podLogs(call) : refuseMethod();
  if (path.subresource === 'token' && hasTokens(kind)) return issueToken(call);
  const connectVerb = connectsTo(kind, path.subresource);
  if (connectVerb !== undefined) return connect(call, connectVerb);
  if (isProxy(kind, path.subresource)) return admitted(call, () => (kind.resource === 'nodes' ? nodeProxy(call) : proxyRequest(call)));
  const rules = ownEntry(kind.projected, path.subresource);
  if (rules !== undefined) return answerWrite(call, (one) => projectedSubresource(one, rules));
  const writtenStrategy = path.subresource === 'status' ? kind.status : ownEntry(kind.subresources, path.subresource);
  if (writtenStrategy === undefined) throw statusErrors.pathNotFound();
  return answerSubresource(call);
}

/** Paths may contain `constructor`. */
function ownEntry<T>(table: Readonly<Record<string, T>> | undefined, key: string): T | undefined {
  return table !== undefined && Object.hasOwn(table, key) ? table[key] : undefined;
}

function connect(call: ObjectCall, to: 'exec' | 'attach' | 'portforward'): Answer {
  if (call.verb !== 'get' && call.verb !== 'create') refuseMethod();
  return admitted(call, () => (to === 'portforward' ? portForward(call) : podStream(call, to)));
}

/** Connects at once unless webhooks or policies may refuse. */
function admitted(call: ObjectCall, connect: () => Answer): Answer {
  if (!call.services.registry.context.called.mayConcern(call.kind)) return connect();
  return admitConnection(call).then(connect);
}

function answerObject(call: ObjectCall): Answer {
  if (!verbsOf(call.kind).includes(call.verb)) throw statusErrors.methodNotAllowedOnPath();
  const named = call.path.name !== '';
  switch (call.verb) {
    case 'get':
      return getObject(call);
    case 'list':
      return listObjects(call);
    case 'watch':
      return upgradeWatch(call.request, watchObjects(call));
    case 'create':
      return named ? refuseMethod() : answerWrite(call, createObject);
    case 'update':
      return named ? answerWrite(call, replaceObject) : refuseMethod();
    case 'patch':
      return named ? answerWrite(call, patchObject) : refuseMethod();
    case 'delete':
      return answerWrite(call, deleteObject);
    case 'deletecollection':
      return deleteCollection(call);
  }
}

/** Subresources with the object itself as body: status, ephemeralcontainers. */
function answerSubresource(call: ObjectCall): Answer {
  if (call.verb === 'get') return getObject(call);
  if (call.verb === 'update') return answerWrite(call, replaceObject);
  return call.verb === 'patch' ? answerWrite(call, patchObject) : refuseMethod();
}

/** Refuses a format that no answer can have before the write. */
function answerWrite(call: ObjectCall, write: (call: ObjectCall) => Answer): Answer {
  checkAcceptable(call.request.headers.accept);
  return write(call);
}

function refuseMethod(): never {
  throw statusErrors.methodNotAllowedOnPath();
}

/** A cluster-scoped kind is not found in a namespace; across namespaces a namespaced kind can be listed and watched, no more. */
function checkScope({ kind, path, verb }: ObjectCall): void {
  if (!kind.namespaced && path.namespace !== '') throw statusErrors.pathNotFound();
  if (!kind.namespaced || path.namespace !== '') return;
  if (path.name !== '') throw statusErrors.pathNotFound();
  if (verb !== 'list' && verb !== 'watch') refuseMethod();
}
