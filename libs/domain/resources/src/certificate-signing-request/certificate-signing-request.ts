import type * as kubernetes from '@klockwork/kubernetes-types';

/** CertificateSigningRequest: request for a signed certificate. */
export type CertificateSigningRequest = kubernetes.CertificateSigningRequest;

export type CertificateCondition = kubernetes.CertificateSigningRequestCondition;

/** Signer of client certificates for the API server. */
export const KUBE_APISERVER_CLIENT_SIGNER = 'kubernetes.io/kube-apiserver-client';
/** Signer of client certificates of kubelets. */
export const KUBE_APISERVER_CLIENT_KUBELET_SIGNER = 'kubernetes.io/kube-apiserver-client-kubelet';
/** Signer of server certificates of kubelets. */
export const KUBELET_SERVING_SIGNER = 'kubernetes.io/kubelet-serving';

export function conditionsOf({ status }: CertificateSigningRequest, type: string): CertificateCondition[] {
  return (status?.conditions ?? []).filter((condition) => condition.type === type);
}
