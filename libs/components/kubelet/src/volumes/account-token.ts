import type { LabTime } from '@klockwork/kernel';
import type { ServiceAccountTokenProjection } from '@klockwork/kubernetes-types';
import { encodeAccountToken, type Pod, TOKEN_ISSUER } from '@klockwork/resources';

const EXPIRATION_SECONDS = 3_600;

/**
 * Returns an unsigned token with the claims of a bound one: account, pod and node. The token itself names its missing signature. A real
 * agent requests one from the API.
 */
export function accountToken(
  { audience, expirationSeconds = EXPIRATION_SECONDS }: ServiceAccountTokenProjection,
  pod: Pod,
  now: LabTime,
): string {
  const { name = '', namespace = '', uid = '' } = pod.metadata ?? {};
  const account = pod.spec?.serviceAccountName ?? 'default';
  const nodeName = pod.spec?.nodeName;
  const issuedAt = Math.floor(now / 1_000);
  return encodeAccountToken({
    aud: [audience || TOKEN_ISSUER],
    exp: issuedAt + expirationSeconds,
    iat: issuedAt,
    iss: TOKEN_ISSUER,
    'kubernetes.io': {
      namespace,
      ...(nodeName === undefined ? {} : { node: { name: nodeName } }),
      pod: { name, uid },
      serviceaccount: { name: account },
    },
    nbf: issuedAt,
    sub: `system:serviceaccount:${namespace}:${account}`,
  });
}
