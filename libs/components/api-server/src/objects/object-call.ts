import { goQuote, pathSegment, statusErrors } from '@klockwork/api-machinery';
import { managerOf, type Target, type WriteRequest } from '@klockwork/registry';
import { senderOf } from '../reviews/sender.ts';
import { givenGroups } from '../reviews/user.ts';
import type { ResourcePath } from '../routing/path.ts';
import { actorOf, type RequestContext } from '../routing/request-context.ts';
import type { Verb } from '../routing/verb.ts';
import { type ServedKind, storedKind } from './served-kind.ts';
import type { WriteOptions } from './write-options.ts';

/** Request for objects of a kind, with parsed path and query. */
export interface ObjectCall extends RequestContext {
  readonly path: ResourcePath;
  readonly kind: ServedKind;
  readonly verb: Verb;
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

export function writeRequestOf(call: ObjectCall, { dryRun, fieldValidation, fieldManager = '' }: WriteCommand): WriteRequest {
  const { kind, verb, correlationId, warnings } = call;
  const actor = actorOf(call);
  return {
    actor,
    groups: givenGroups(call.request),
    identity: () => senderOf(call),
    correlationId,
    cause: { trigger: 'request', name: verb },
    manager: fieldManager || managerOf(actor.userAgent),
    dryRun,
    fieldValidation,
    ...(kind.form && { form: kind.form }),
    options: () => sentOptions(call),
    warn: (text) => warnings.push(text),
  };
}

/** Returns the options of a write as sent in its query, for webhooks. */
function sentOptions({ query }: ObjectCall): Readonly<Record<string, unknown>> {
  const [fieldManager, fieldValidation] = [query.text('fieldManager'), query.text('fieldValidation')];
  return {
    ...(query.has('dryRun') && { dryRun: query.all('dryRun') }),
    ...(fieldManager !== '' && { fieldManager }),
    ...(fieldValidation !== '' && { fieldValidation }),
  };
}
