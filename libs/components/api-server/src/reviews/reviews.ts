import { statusErrors } from '@klockwork/api-machinery';
import { jsonAnswer } from '../answers/answers.ts';
import type { ServedResource } from '../discovery/served-resources.ts';
import type { ApiAnswer, ApiRequest } from '../http.ts';
import { decodeObject } from '../objects/body.ts';
import { definitionOf } from '../objects/definition.ts';
import { writeOptionsOf } from '../objects/write-options.ts';
import type { ResourcePath } from '../routing/path.ts';
import type { Query } from '../routing/query.ts';

/** A kind that is never stored: a question whose answer is its status. */
interface Review {
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  readonly kind: string;
  status(user: string): object;
}

/** Who has valid credentials may do everything. */
const REVIEWS: readonly Review[] = [
  {
    group: 'authentication.k8s.io',
    version: 'v1',
    resource: 'selfsubjectreviews',
    kind: 'SelfSubjectReview',
    status: (username) => ({ userInfo: { username, groups: ['system:masters', 'system:authenticated'] } }),
  },
  {
    group: 'authorization.k8s.io',
    version: 'v1',
    resource: 'selfsubjectaccessreviews',
    kind: 'SelfSubjectAccessReview',
    status: () => ({ allowed: true }),
  },
  {
    group: 'authorization.k8s.io',
    version: 'v1',
    resource: 'selfsubjectrulesreviews',
    kind: 'SelfSubjectRulesReview',
    status: () => ({
      resourceRules: [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }],
      nonResourceRules: [{ verbs: ['*'], nonResourceURLs: ['*'] }],
      incomplete: false,
    }),
  },
];

/** The reviews as discovery tells them. */
export const servedReviews: readonly (ServedResource & { at: { group: string; version: string } })[] = REVIEWS.map(
  ({ group, version, resource, kind }) => ({
    at: { group, version },
    name: resource,
    singular: kind.toLowerCase(),
    namespaced: false,
    kind: { group, version, kind },
    verbs: ['create'],
    shortNames: [],
    categories: [],
  }),
);

/** Answers a review; undefined when the path names none. */
export function answerReview(path: ResourcePath, request: ApiRequest, query: Query): ApiAnswer | undefined {
  const review = REVIEWS.find(
    ({ group, version, resource }) => group === path.group && version === path.version && resource === path.resource,
  );
  if (review === undefined || path.name !== '' || path.namespace !== '') return undefined;
  if (request.method !== 'POST') throw statusErrors.methodNotAllowedOnPath();
  const { fieldValidation } = writeOptionsOf(query, 'CreateOptions');
  const { group, version, kind } = review;
  const body = decodeObject({ request }, { group, version, kind, definition: definitionOf(review) }, { fieldValidation, warn() {} });
  const { metadata = {}, ...rest } = body;
  return jsonAnswer(201, { kind, apiVersion: `${group}/${version}`, metadata, ...rest, status: review.status(request.user ?? '') });
}
