import { bearerToken } from '@klockwork/http-api';
import { actorOf, type RequestContext } from '../routing/request-context.ts';
import { accountUser } from '../tokens/account-of.ts';
import { certificateUser, type UserInfo, userInfoOf } from './user.ts';

/** Returns the user of a request: as which it acts, by its certificate, or of a service account with the claims of its token. */
export function senderOf(context: RequestContext): UserInfo {
  const { request, services } = context;
  const { user } = actorOf(context);
  const { impersonated, certificate } = request;
  if (impersonated !== undefined) return { username: user, ...impersonated };
  if (typeof certificate === 'object') return certificateUser(user, certificate);
  const token = bearerToken(request.headers);
  const { registry, signer, clock } = services;
  const account = token === undefined ? undefined : accountUser(token, { registry, signer, now: clock.now() });
  return account?.username === user ? account : userInfoOf(user);
}
