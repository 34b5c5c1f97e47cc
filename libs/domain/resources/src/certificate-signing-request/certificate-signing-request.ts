import type * as kubernetes from '@klockwork/kubernetes-types';

/** CertificateSigningRequest: request for a signed certificate. */
export type CertificateSigningRequest = kubernetes.CertificateSigningRequest;

export type CertificateCondition = kubernetes.CertificateSigningRequestCondition;

/** Signer of client certificates for the API server. */
export const KUBE_APISERVER_CLIENT_SIGNER = 'kubernetes.io/kube-apiserver-client';

export function conditionsOf({ status }: CertificateSigningRequest, type: string): CertificateCondition[] {
  return (status?.conditions ?? []).filter((condition) => condition.type === type);
}
