import type { SigningPolicy } from './certificate-signer.ts';
import {
  type CertificateSigningRequest,
  conditionsOf,
  KUBE_APISERVER_CLIENT_KUBELET_SIGNER,
  KUBE_APISERVER_CLIENT_SIGNER,
  KUBELET_SERVING_SIGNER,
} from './certificate-signing-request.ts';
import { type CertificateRequest, readCertificateRequest } from './x509/certificate-request.ts';
import { clientUsagesProblem, kubeletClientProblem, kubeletServingProblem } from './x509/requested-use.ts';

/** Next work of the signer: a certificate, the condition `Failed` with its message, or nothing. */
export type SigningStep =
  | { readonly type: 'sign'; readonly request: CertificateRequest; readonly policy: SigningPolicy }
  | { readonly type: 'fail'; readonly message: string }
  | undefined;

/** Max validity of a certificate in seconds: upstream's `--cluster-signing-duration`. */
const LIFE_SECONDS_MAX = 365 * 24 * 60 * 60;

type Check = (request: CertificateRequest, usages: readonly string[]) => string | undefined;

/** Signers of a cluster. Requests for `kubernetes.io/legacy-unknown` cannot be created in version 1 of the API. */
const SIGNERS: Readonly<Record<string, Check>> = {
  [KUBE_APISERVER_CLIENT_SIGNER]: (_, usages) => clientUsagesProblem(usages),
  [KUBE_APISERVER_CLIENT_KUBELET_SIGNER]: kubeletClientProblem,
  [KUBELET_SERVING_SIGNER]: kubeletServingProblem,
};

/** Decides about an approved request. Foreign signers are left alone. Models `handle` of `pkg/controller/certificates/signer`. */
export function signingStep(object: CertificateSigningRequest): SigningStep {
  const { signerName = '', usages = [], request = '', expirationSeconds } = object.spec ?? {};
  const check = Object.hasOwn(SIGNERS, signerName) ? SIGNERS[signerName] : undefined;
  const hasCondition = (type: string) => conditionsOf(object, type).some(({ status }) => status === 'True');
  if (check === undefined || !hasCondition('Approved') || hasCondition('Denied') || hasCondition('Failed')) return undefined;
  if (object.status?.certificate) return undefined;
  const read = readCertificateRequest(request);
  // Creation refused such requests.
  if ('problem' in read) return undefined;
  const message = check(read.request, usages);
  if (message !== undefined) return { type: 'fail', message };
  const lifeSeconds = Math.min(expirationSeconds ?? LIFE_SECONDS_MAX, LIFE_SECONDS_MAX);
  return { type: 'sign', request: read.request, policy: { usages, lifeSeconds } };
}
