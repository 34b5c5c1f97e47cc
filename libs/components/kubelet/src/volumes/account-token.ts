import { encodeBase64 } from '@klockwork/api-machinery';
import { utf8 } from '@klockwork/files';
import type { LabTime } from '@klockwork/kernel';
import type { Pod } from '@klockwork/resources';
import type { ServiceAccountTokenProjection } from 'kubernetes-types/core/v1';

const ISSUER = 'https://kubernetes.default.svc.cluster.local';
const EXPIRATION_SECONDS = 3_600;

/**
 * A token that tells what a bound one tells, of the account, the pod and the node, and that says of itself that nobody signed it: this
 * API issues no tokens and takes none but its administrator's. Its claims are those of `pkg/serviceaccount/claims.go`.
 */
export function accountToken(
  { audience, expirationSeconds = EXPIRATION_SECONDS }: ServiceAccountTokenProjection,
  pod: Pod,
  now: LabTime,
): string {
  const { name, namespace, uid } = pod.metadata ?? {};
  const account = pod.spec?.serviceAccountName ?? 'default';
  const issuedAt = Math.floor(now / 1_000);
  const claims = {
    aud: [audience || ISSUER],
    exp: issuedAt + expirationSeconds,
    iat: issuedAt,
    iss: ISSUER,
    'kubernetes.io': { namespace, node: { name: pod.spec?.nodeName }, pod: { name, uid }, serviceaccount: { name: account } },
    nbf: issuedAt,
    sub: `system:serviceaccount:${namespace}:${account}`,
  };
  return `${part({ alg: 'none', typ: 'JWT' })}.${part(claims)}.`;
}

function part(value: object): string {
  const bytes = utf8.encode(JSON.stringify(value));
  const text = encodeBase64(Uint8Array.from(bytes, (char) => char.charCodeAt(0)));
  return text.replace(/=+$/, '').replaceAll('+', '-').replaceAll('/', '_');
}
