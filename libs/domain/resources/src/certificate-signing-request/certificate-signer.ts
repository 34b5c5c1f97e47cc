import type { CertificateRequest } from './x509/certificate-request.ts';

/** Properties of a certificate that its request does not decide. */
export interface SigningPolicy {
  /** Usages in the words of the API: `client auth`. */
  readonly usages: readonly string[];
  readonly lifeSeconds: number;
}

/** Certificate in PEM, or the reason why the request was not signed. */
export type SignedRequest = { readonly certificate: string } | { readonly problem: string };

/** Authority that signs certificate requests with its key. */
export interface CertificateSigner {
  /** Signs a request whose own signature is valid. Models `CertificateAuthority.Sign` of `pkg/controller/certificates/authority`. */
  sign(request: CertificateRequest, policy: SigningPolicy): SignedRequest;
}
