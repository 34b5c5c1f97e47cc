import type { Mutable } from '@klockwork/kernel';
import type * as certificates from 'kubernetes-types/certificates/v1';

/** A request for a certificate. Every `CertificateSigningRequest` of `kubernetes-types` is one. */
export type CertificateSigningRequest = Mutable<certificates.CertificateSigningRequest>;

/** What became of a request. */
export type CertificateCondition = Mutable<certificates.CertificateSigningRequestCondition>;

/** Who signs what clients of the API server show. */
export const KUBE_APISERVER_CLIENT_SIGNER = 'kubernetes.io/kube-apiserver-client';

/** The conditions of one type. */
export function conditionsOf({ status }: CertificateSigningRequest, type: string): CertificateCondition[] {
  return (status?.conditions ?? []).filter((condition) => condition.type === type);
}
