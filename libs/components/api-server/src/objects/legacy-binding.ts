import { statusErrors } from '@klockwork/api-machinery';
import type { ApiAnswer } from '@klockwork/http-api';
import { kindOf } from '@klockwork/resources';
import type { ServedResource } from '../discovery/served-resources.ts';
import type { ResourcePath } from '../routing/path.ts';
import type { RequestContext } from '../routing/request-context.ts';
import { decodeObject } from './body.ts';
import { type ObjectCall, writeRequestOf } from './object-call.ts';
import { projectedType } from './projected-write.ts';
import { storeProjected } from './subresources.ts';
import { writeOptionsOf } from './write-options.ts';

const BINDING = { group: '', version: 'v1', kind: 'Binding' } as const;

/** `bindings` in discovery. */
export const servedBindings: ServedResource & { at: { group: string; version: string } } = {
  at: BINDING,
  name: 'bindings',
  singular: 'binding',
  namespaced: true,
  kind: BINDING,
  verbs: ['create'],
  shortNames: [],
  categories: [],
};

/**
 * POST `/namespaces/NS/bindings`: the older way to bind a pod, which names it in the body. Undefined for other paths.
 * Models `LegacyBindingREST` of `pkg/registry/core/pod/storage`.
 */
export function legacyBinding(context: RequestContext, path: ResourcePath): Promise<ApiAnswer> | undefined {
  const { request, query } = context;
  if (path.group !== '' || path.version !== 'v1' || path.resource !== servedBindings.name) return undefined;
  if (request.method !== 'POST' || path.name !== '' || path.namespace === '') throw statusErrors.methodNotAllowedOnPath();
  const kind = kindOf('', 'pods');
  const rules = kind?.projected?.binding;
  if (kind === undefined || rules === undefined) throw statusErrors.pathNotFound();
  const binding: ObjectCall = { ...context, path, kind, verb: 'create' };
  const write = writeRequestOf(binding, writeOptionsOf(query, 'CreateOptions'));
  const body = decodeObject(context, projectedType(rules), write);
  const name = body.metadata?.name ?? '';
  const namedBinding = { ...binding, path: { ...path, resource: kind.resource, name, subresource: 'binding' } };
  return storeProjected(namedBinding, { rules, operation: 'CREATE', body: () => body }, write);
}
