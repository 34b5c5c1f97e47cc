import { statusErrors } from '@klockwork/api-machinery';
import { ApiError } from '@klockwork/kernel';
import type { TokenReviewSpec } from '@klockwork/kubernetes-types';
import { type KubeObject, TOKEN_ISSUER } from '@klockwork/resources';
import { accountOf } from '../tokens/account-of.ts';
import type { Review, ReviewContext } from './review.ts';
import { administrator, type UserInfo } from './user.ts';

const REVIEW = { group: 'authentication.k8s.io', version: 'v1', namespaced: false } as const;

/** Reviews of identity. Models `pkg/registry/authentication`. */
export const identityReviews: readonly Review[] = [
  {
    ...REVIEW,
    resource: 'selfsubjectreviews',
    kind: 'SelfSubjectReview',
    answer: 'new',
    status: (_, context) => ({ userInfo: context.sender() }),
  },
  {
    ...REVIEW,
    resource: 'tokenreviews',
    kind: 'TokenReview',
    status(body, context) {
      const { token = '', audiences = [] } = (body as KubeObject & { spec?: TokenReviewSpec }).spec ?? {};
      if (token === '') throw statusErrors.badRequest('token is required for TokenReview in authentication');
      return tokenStatus(token, audiences.length === 0 ? [TOKEN_ISSUER] : audiences, context);
    },
  },
];

/** An invalid token is an answer, not an error: `authenticated` is absent, since upstream's type omits false. */
function tokenStatus(token: string, audiences: readonly string[], context: ReviewContext): object {
  const account = context.userOf(token);
  if (account !== undefined) return authenticated(administrator(account), audiences);
  try {
    const { user, audiences: tokenAudiences } = accountOf(token, audiences, context);
    return authenticated(user, tokenAudiences);
  } catch (error) {
    if (error instanceof ApiError) return { user: {}, error: error.message };
    throw error;
  }
}

function authenticated(user: UserInfo, audiences: readonly string[]): object {
  return { authenticated: true, user, audiences };
}
