import { goQuote, pathSegment, statusErrors } from '@klockwork/api-machinery';
import type { Clock, Random } from '@klockwork/kernel';
import { managerOf, type Registry, type Target, type WriteRequest } from '@klockwork/registry';
import type { ApiRequest } from '@klockwork/http-api';
import type { ResourcePath } from '../routing/path.ts';
import type { Query } from '../routing/query.ts';
import type { Verb } from '../routing/verb.ts';
import { type ServedKind, storedKind } from './served-kind.ts';
import type { WriteOptions } from './write-options.ts';

/** Dependencies of object handlers. */
export interface ObjectServices {
  readonly registry: Registry;
  readonly clock: Clock;
  readonly random: Random;
}

/** Request for objects of a kind, with parsed path and query. */
export interface ObjectCall {
  readonly request: ApiRequest;
  readonly query: Query;
  readonly path: ResourcePath;
  readonly kind: ServedKind;
  readonly verb: Verb;
  readonly services: ObjectServices;
  readonly correlationId: string;
  /** Texts of `Warning:` headers, in order. */
  readonly warnings: string[];
}

/**
 * Returns the requested object. Throws BadRequest for an invalid name. Models `NamespaceKeyFunc` of `registry/generic/registry/store.go`.
 */
export function targetOf({ kind, path }: ObjectCall): Target {
  const problems = pathSegment(path.name);
  if (problems.length > 0) throw statusErrors.badRequest(`Name parameter invalid: ${goQuote(path.name)}: ${problems.join(';')}`);
  return { kind: storedKind(kind), namespace: path.namespace, name: path.name };
}

type WriteCommand = Pick<WriteOptions, 'dryRun' | 'fieldValidation'> & Partial<WriteOptions>;

/** Returns the write request of a call. */
export function writeRequestOf(call: ObjectCall, { dryRun, fieldValidation, fieldManager = '' }: WriteCommand): WriteRequest {
  const { kind, request, verb, correlationId, warnings } = call;
  const userAgent = request.headers['user-agent'] ?? '';
  return {
    actor: { user: request.user ?? '', userAgent },
    correlationId,
    cause: { trigger: 'request', name: verb },
    manager: fieldManager || managerOf(userAgent),
    dryRun,
    fieldValidation,
    ...(kind.form && { form: kind.form }),
    warn: (text) => warnings.push(text),
  };
}
