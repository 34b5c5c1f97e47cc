import { goQuote, statusErrors } from '@klockwork/api-machinery';
import { ApiError, type LabTime } from '@klockwork/kernel';
import type { Registry } from '@klockwork/registry';
import {
  type AccountClaims,
  type ClaimedObject,
  type KubeObject,
  kindOf,
  type ResourceRef,
  resources,
  TOKEN_ISSUER,
  TOKEN_LEEWAY_SECONDS,
  type TokenSigner,
  verifyAccountToken,
} from '@klockwork/resources';
import type { UserInfo } from '../reviews/user.ts';

/** Inputs of a token's authentication. */
export interface TokenContext {
  readonly registry: Registry;
  readonly now: LabTime;
  readonly signer: TokenSigner;
}

const EXTRA = 'authentication.kubernetes.io/';

/** Returns the user of a token for the API server; undefined for an invalid token. */
export function accountUser(token: string, context: TokenContext): UserInfo | undefined {
  try {
    return accountOf(token, [TOKEN_ISSUER], context).user;
  } catch (error) {
    if (error instanceof ApiError) return undefined;
    throw error;
  }
}

/**
 * Returns a token's account, and its matching audiences. Throws 401 with upstream's message for an invalid token. Models
 * `pkg/serviceaccount/jwt.go` and `claims.go`.
 */
export function accountOf(
  token: string,
  audiences: readonly string[],
  context: TokenContext,
): { user: UserInfo; audiences: readonly string[] } {
  const verdict = verifyAccountToken(token, { ...context, audiences });
  if (verdict.type === 'unknown') throw statusErrors.unauthorized('invalid bearer token');
  if (verdict.type === 'refused') refuse(verdict.message);
  return { user: checkObjects(verdict.claims, context), audiences: verdict.audiences };
}

/** Requires that account and bound object still exist unchanged. */
function checkObjects(claims: AccountClaims, context: TokenContext): UserInfo {
  const { namespace = '', serviceaccount, pod, secret, node } = claims['kubernetes.io'];
  const name = serviceaccount.name ?? '';
  const account = find(context, resources.serviceAccounts, namespace, name);
  if (account === undefined) refuse(`serviceaccounts ${goQuote(name)} not found`);
  const uid = account.metadata?.uid ?? '';
  if (serviceaccount.uid !== uid) refuse(`service account UID (${uid}) does not match claim (${serviceaccount.uid})`);
  if (isDeleted(account, context)) refuse(`service account ${namespace}/${name} has been deleted`);
  const check = (word: BoundWord, resource: ResourceRef, object: ClaimedObject) =>
    checkBound(word, object, { stored: find(context, resource, resource.namespaced ? namespace : '', object.name ?? ''), context });
  if (secret !== undefined) check('secret', resources.secrets, secret);
  if (pod !== undefined) check('pod', resources.pods, pod);
  // A pod's node is only reported: tokens end with their node only if bound to it directly.
  else if (node !== undefined) check('node', resources.nodes, node);
  return {
    username: claims.sub,
    uid,
    groups: ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated'],
    extra: extraOf(claims),
  };
}

type BoundWord = 'secret' | 'pod' | 'node';

function checkBound(
  word: BoundWord,
  object: ClaimedObject,
  { stored, context }: { readonly stored: KubeObject | undefined; readonly context: TokenContext },
): void {
  if (stored === undefined) refuse('service account token has been invalidated');
  const uid = stored.metadata?.uid ?? '';
  if (object.uid !== uid) refuse(`${word} UID (${uid}) does not match service account ${word} ref claim (${object.uid})`);
  if (isDeleted(stored, context)) refuse('service account token has been invalidated');
}

/** True after a deletion that the verifier's clock must have seen. */
function isDeleted({ metadata }: KubeObject, { now }: TokenContext): boolean {
  const at = metadata?.deletionTimestamp;
  return typeof at === 'string' && Date.parse(at) < now - TOKEN_LEEWAY_SECONDS * 1_000;
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

function find({ registry }: TokenContext, { group, resource }: ResourceRef, namespace: string, name: string): KubeObject | undefined {
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
