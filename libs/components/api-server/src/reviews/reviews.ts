import { statusErrors } from '@klockwork/api-machinery';
import type { KubeObject } from '@klockwork/resources';
import { jsonAnswer } from '../answers/answers.ts';
import type { ServedResource } from '../discovery/served-resources.ts';
import type { ApiAnswer, ApiRequest } from '../http.ts';
import { decodeObject } from '../objects/body.ts';
import { definitionOf } from '../objects/definition.ts';
import { writeOptionsOf } from '../objects/write-options.ts';
import type { ResourcePath } from '../routing/path.ts';
import type { Query } from '../routing/query.ts';
import { accessReviews } from './access-reviews.ts';
import { identityReviews } from './identity-reviews.ts';
import type { Review, ReviewContext } from './review.ts';

const REVIEWS: readonly Review[] = [...identityReviews, ...accessReviews];

/** The reviews as discovery tells them. */
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

/** A request that may be for a review. */
interface ReviewCall {
  readonly request: ApiRequest;
  readonly query: Query;
  readonly warnings: string[];
}

/** Answers a review; undefined when the path names none. */
export function answerReview(path: ResourcePath, call: ReviewCall, context: Omit<ReviewContext, 'user'>): ApiAnswer | undefined {
  const { request } = call;
  const review = REVIEWS.find(
    ({ group, version, resource }) => group === path.group && version === path.version && resource === path.resource,
  );
  if (review === undefined || path.name !== '' || review.namespaced !== (path.namespace !== '')) return undefined;
  if (request.method !== 'POST') throw statusErrors.methodNotAllowedOnPath();
  const body = readReview(review, path, call);
  const errors = review.validate?.(body) ?? [];
  if (errors.length > 0) throw statusErrors.invalid(review, '', errors);
  const { group, version, kind } = review;
  const { metadata = {}, ...rest } = body;
  const status = review.status(body, { ...context, user: request.user ?? '' });
  return jsonAnswer(201, { kind, apiVersion: `${group}/${version}`, metadata, ...rest, status });
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
