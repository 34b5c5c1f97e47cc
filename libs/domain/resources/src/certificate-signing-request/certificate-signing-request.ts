import type * as kubernetes from '@klockwork/kubernetes-types';

/** A request for a certificate. Every `CertificateSigningRequest` of `kubernetes-types` is one. */
export type CertificateSigningRequest = kubernetes.CertificateSigningRequest;

/** What became of a request. */
export type CertificateCondition = kubernetes.CertificateSigningRequestCondition;

/** Who signs what clients of the API server show. */
export const KUBE_APISERVER_CLIENT_SIGNER = 'kubernetes.io/kube-apiserver-client';

/** The conditions of one type. */
export function conditionsOf({ status }: CertificateSigningRequest, type: string): CertificateCondition[] {
  return (status?.conditions ?? []).filter((condition) => condition.type === type);
}
