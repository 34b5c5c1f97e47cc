import { ANSWERED_TYPES, formatTime, negotiate, statusErrors } from '@klockwork/api-machinery';
import type { ApiAnswer } from '@klockwork/http-api';
import type { LabTime } from '@klockwork/kernel';
import { managerOf, withSender } from '@klockwork/registry';
import type { KubeObject } from '@klockwork/resources';
import { jsonAnswer } from '../answers/answers.ts';
import type { ServedResource } from '../discovery/served-resources.ts';
import { decodeObject } from '../objects/body.ts';
import { definitionOf } from '../objects/definition.ts';
import { writeOptionsOf } from '../objects/write-options.ts';
import type { ResourcePath } from '../routing/path.ts';
import { actorOf, type RequestContext } from '../routing/request-context.ts';
import { accessReviews } from './access-reviews.ts';
import { identityReviews } from './identity-reviews.ts';
import type { Review } from './review.ts';
import { senderOf } from './sender.ts';

const REVIEWS: readonly Review[] = [...identityReviews, ...accessReviews];

/** Reviews in discovery. */
export const servedReviews: readonly (ServedResource & { at: { group: string; version: string } })[] = REVIEWS.map(
  ({ group, version, resource, kind, namespaced }) => ({
    at: { group, version },
    name: resource,
    singular: kind.toLowerCase(),
    namespaced,
    kind: { group, version, kind },
    verbs: ['create'],
    shortNames: [],
    categories: [],
  }),
);

/** Answers a review; undefined for other paths. */
export function answerReview(path: ResourcePath, context: RequestContext): ApiAnswer | undefined {
  const { request, services } = context;
  const review = REVIEWS.find(
    ({ group, version, resource }) => group === path.group && version === path.version && resource === path.resource,
  );
  if (review === undefined || path.name !== '' || review.namespaced !== (path.namespace !== '')) return undefined;
  if (request.method !== 'POST') throw statusErrors.methodNotAllowedOnPath();
  // Reviews have no columns, so clients that accept only Tables get 406.
  if (negotiate(request.headers.accept, []) === undefined) throw statusErrors.notAcceptable(ANSWERED_TYPES);
  const body = readReview(review, path, context);
  const errors = review.validate?.(body) ?? [];
  if (errors.length > 0) throw statusErrors.invalid(review, '', errors);
  const { group, version, kind } = review;
  const { registry, clock, signer, userOf = () => undefined } = services;
  const now = clock.now();
  const { user } = actorOf(context);
  const status = review.status(body, { user, sender: () => senderOf(context), now, registry, signer, userOf });
  const { metadata = {}, ...rest } = review.answer === 'new' ? newReview(review, now) : sentReview(review, body, context);
  return jsonAnswer(201, { kind, apiVersion: `${group}/${version}`, metadata, ...rest, status });
}

/** Only SelfSubjectReview has a creation time; SelfSubjectRulesReview keeps an empty spec. */
function newReview({ kind }: Review, now: LabTime): KubeObject & { readonly spec?: object } {
  return kind === 'SelfSubjectReview' ? { metadata: { creationTimestamp: formatTime(now) } } : { metadata: {}, spec: {} };
}

function sentReview(review: Review, body: KubeObject, context: RequestContext): KubeObject {
  const { fieldManager } = writeOptionsOf(context.query, 'CreateOptions');
  const manager = fieldManager || managerOf(actorOf(context).userAgent);
  const now = context.services.clock.now();
  return withSender({ ...review, definition: definitionOf(review) }, body, { manager, subresource: '', now });
}

function readReview(review: Review, { namespace }: ResourcePath, { request, query, warnings }: RequestContext): KubeObject {
  const { fieldValidation } = writeOptionsOf(query, 'CreateOptions');
  const type = { ...review, definition: definitionOf(review) };
  const body = decodeObject({ request }, type, { fieldValidation, warn: (text) => warnings.push(text) });
  if (!review.namespaced) return body;
  const bodyNamespace = body.metadata?.namespace ?? '';
  if (bodyNamespace !== '' && bodyNamespace !== namespace)
    throw statusErrors.badRequest('the namespace of the provided object does not match the namespace sent on the request');
  return { ...body, metadata: { ...body.metadata, namespace } };
}
