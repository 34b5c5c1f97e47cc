import { ANSWERED_TYPES, formatTime, negotiate, statusErrors } from '@klockwork/api-machinery';
import type { LabTime } from '@klockwork/kernel';
import { managerOf, withSender } from '@klockwork/registry';
import type { KubeObject } from '@klockwork/resources';
import { jsonAnswer } from '../answers/answers.ts';
import type { ServedResource } from '../discovery/served-resources.ts';
import type { ApiAnswer, ApiRequest } from '@klockwork/http-api';
import { decodeObject } from '../objects/body.ts';
import { definitionOf } from '../objects/definition.ts';
import { writeOptionsOf } from '../objects/write-options.ts';
import type { ResourcePath } from '../routing/path.ts';
import type { Query } from '../routing/query.ts';
import { accessReviews } from './access-reviews.ts';
import { identityReviews } from './identity-reviews.ts';
import type { Review, ReviewContext } from './review.ts';

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

/** Request of a possible review. */
interface ReviewCall {
  readonly request: ApiRequest;
  readonly query: Query;
  readonly warnings: string[];
}

/** Answers a review; undefined for other paths. */
export function answerReview(path: ResourcePath, call: ReviewCall, context: Omit<ReviewContext, 'user'>): ApiAnswer | undefined {
  const { request } = call;
  const review = REVIEWS.find(
    ({ group, version, resource }) => group === path.group && version === path.version && resource === path.resource,
  );
  if (review === undefined || path.name !== '' || review.namespaced !== (path.namespace !== '')) return undefined;
  if (request.method !== 'POST') throw statusErrors.methodNotAllowedOnPath();
  // Reviews have no columns, so clients that accept only Tables get 406.
  if (negotiate(request.headers.accept, []) === undefined) throw statusErrors.notAcceptable(ANSWERED_TYPES);
  const body = readReview(review, path, call);
  const errors = review.validate?.(body) ?? [];
  if (errors.length > 0) throw statusErrors.invalid(review, '', errors);
  const { group, version, kind } = review;
  const status = review.status(body, { ...context, user: request.user ?? '' });
  const { metadata = {}, ...rest } = review.answer === 'new' ? newReview(review, context.now) : sentReview(review, body, call, context.now);
  return jsonAnswer(201, { kind, apiVersion: `${group}/${version}`, metadata, ...rest, status });
}

/** Only SelfSubjectReview has a creation time; SelfSubjectRulesReview keeps an empty spec. */
function newReview({ kind }: Review, now: LabTime): KubeObject & { readonly spec?: object } {
  return kind === 'SelfSubjectReview' ? { metadata: { creationTimestamp: formatTime(now) } } : { metadata: {}, spec: {} };
}

function sentReview(review: Review, body: KubeObject, { request, query }: ReviewCall, now: LabTime): KubeObject {
  const { fieldManager } = writeOptionsOf(query, 'CreateOptions');
  const manager = fieldManager || managerOf(request.headers['user-agent'] ?? '');
  return withSender({ ...review, definition: definitionOf(review) }, body, { manager, subresource: '', now });
}

function readReview(review: Review, { namespace }: ResourcePath, { request, query, warnings }: ReviewCall): KubeObject {
  const { fieldValidation } = writeOptionsOf(query, 'CreateOptions');
  const type = { ...review, definition: definitionOf(review) };
  const body = decodeObject({ request }, type, { fieldValidation, warn: (text) => warnings.push(text) });
  if (!review.namespaced) return body;
  const said = body.metadata?.namespace ?? '';
  if (said !== '' && said !== namespace)
    throw statusErrors.badRequest('the namespace of the provided object does not match the namespace sent on the request');
  return { ...body, metadata: { ...body.metadata, namespace } };
}
