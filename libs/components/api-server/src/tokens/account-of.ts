import { goQuote, statusErrors } from '@klockwork/api-machinery';
import { ApiError, type LabTime } from '@klockwork/kernel';
import type { Registry } from '@klockwork/registry';
import {
  type AccountClaims,
  type ClaimedObject,
  decodeAccountToken,
  type KubeObject,
  kindOf,
  type ResourceRef,
  resources,
} from '@klockwork/resources';
import type { UserInfo } from '../reviews/user.ts';

interface TokenContext {
  readonly registry: Registry;
  readonly now: LabTime;
}

const EXTRA = 'authentication.kubernetes.io/';

/**
 * Returns a token's account, and its matching audiences. Throws 401 with upstream's message for an invalid token. Models
 * `pkg/serviceaccount/jwt.go` and `claims.go`, without signatures.
 */
export function accountOf(token: string, audiences: readonly string[], context: TokenContext): { user: UserInfo; audiences: string[] } {
  const claims = decodeAccountToken(token);
  if (claims === undefined) throw statusErrors.unauthorized('invalid bearer token');
  const meant = audiences.filter((audience) => claims.aud.includes(audience));
  if (meant.length === 0) refuse(`token audiences ${list(claims.aud)} is invalid for the target audiences ${list(audiences)}`);
  checkTimes(claims, context.now);
  return { user: checkObjects(claims, context), audiences: meant };
}

function checkTimes({ exp, nbf }: AccountClaims, now: LabTime): void {
  const seconds = now / 1_000;
  if (seconds > exp) refuse('service account token has expired');
  if (seconds < nbf) refuse('service account token is not valid yet');
}

/** Requires that account and bound object still exist unchanged. */
function checkObjects(claims: AccountClaims, { registry }: TokenContext): UserInfo {
  const { namespace = '', serviceaccount, pod, secret, node } = claims['kubernetes.io'];
  const name = serviceaccount.name ?? '';
  const account = find(registry, resources.serviceAccounts, namespace, serviceaccount);
  if (account === undefined) refuse(`serviceaccounts ${goQuote(name)} not found`);
  const uid = account.metadata?.uid ?? '';
  if (serviceaccount.uid !== undefined && serviceaccount.uid !== uid)
    refuse(`service account UID (${uid}) does not match claim (${serviceaccount.uid})`);
  checkBound('secret', secret, secret && find(registry, resources.secrets, namespace, secret));
  checkBound('pod', pod, pod && find(registry, resources.pods, namespace, pod));
  // A pod's node is only reported: tokens end with their node only if bound to it directly.
  if (pod === undefined) checkBound('node', node, node && find(registry, resources.nodes, '', node));
  return {
    username: claims.sub,
    uid,
    groups: ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated'],
    extra: extraOf(claims),
  };
}

function checkBound(word: 'secret' | 'pod' | 'node', claimed: ClaimedObject | undefined, stored: KubeObject | undefined): void {
  if (claimed === undefined) return;
  if (stored === undefined) refuse('service account token has been invalidated');
  const uid = stored.metadata?.uid ?? '';
  const subject = word === 'secret' ? 'service account secret ref claim' : `service account ${word} ref claim`;
  if (claimed.uid !== undefined && claimed.uid !== uid) refuse(`${word} UID (${uid}) does not match ${subject} (${claimed.uid})`);
}

function extraOf({ jti, 'kubernetes.io': { node, pod } }: AccountClaims): Record<string, string[]> {
  const claims: readonly (readonly [string, string | undefined])[] = [
    ['credential-id', jti && `JTI=${jti}`],
    ['node-name', node?.name],
    ['node-uid', node?.uid],
    ['pod-name', pod?.name],
    ['pod-uid', pod?.uid],
  ];
  return Object.fromEntries(claims.flatMap(([key, value]) => (value === undefined ? [] : [[EXTRA + key, [value]]])));
}

function find(
  registry: Registry,
  { group, resource }: ResourceRef,
  namespace: string,
  { name = '' }: ClaimedObject,
): KubeObject | undefined {
  const kind = kindOf(group, resource);
  if (kind === undefined) return undefined;
  try {
    return registry.get({ kind, namespace, name }).object;
  } catch (error) {
    if (ApiError.is(error, 'NotFound')) return undefined;
    throw error;
  }
}

function refuse(detail: string): never {
  throw statusErrors.unauthorized(`[invalid bearer token, ${detail}]`);
}

function list(audiences: readonly string[]): string {
  return `[${audiences.map(goQuote).join(' ')}]`;
}
