import { goQuote, pathSegment, statusErrors } from '@klockwork/api-machinery';
import type { Clock, Random } from '@klockwork/kernel';
import { managerOf, type Registry, type Target, type WriteRequest } from '@klockwork/registry';
import type { ApiRequest } from '../http.ts';
import type { ResourcePath } from '../routing/path.ts';
import type { Query } from '../routing/query.ts';
import type { Verb } from '../routing/verb.ts';
import { type ServedKind, storedKind } from './served-kind.ts';
import type { WriteOptions } from './write-options.ts';

/** What the handlers of objects stand on. */
export interface ObjectServices {
  readonly registry: Registry;
  readonly clock: Clock;
  readonly random: Random;
}

/** One request for objects of a kind, read as far as the path and the query go. */
export interface ObjectCall {
  readonly request: ApiRequest;
  readonly query: Query;
  readonly path: ResourcePath;
  readonly kind: ServedKind;
  readonly verb: Verb;
  readonly services: ObjectServices;
  readonly correlationId: string;
  /** Texts for `Warning:` headers, as they come up. */
  readonly warnings: string[];
}

/** The object a call names. Throws BadRequest for a name that no object can have. Models `NamespaceKeyFunc` of `registry/generic/registry/store.go`. */
export function targetOf({ kind, path }: ObjectCall): Target {
  const problems = pathSegment(path.name);
  if (problems.length > 0) throw statusErrors.badRequest(`Name parameter invalid: ${goQuote(path.name)}: ${problems.join(';')}`);
  return { kind: storedKind(kind), namespace: path.namespace, name: path.name };
}

type WriteCommand = Pick<WriteOptions, 'dryRun' | 'fieldValidation'> & Partial<WriteOptions>;

/** How the call's write goes into the log. */
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
