import { type CertificateSigningRequest, KUBE_APISERVER_CLIENT_SIGNER, readCertificateRequest, resources } from '@klockwork/resources';
import type { Admission } from '../admission.ts';
import { forbidden } from '../refuse.ts';

/** Group of cluster administrators. */
const MASTERS = 'system:masters';

/** No client becomes an administrator by a certificate. Models `plugin/pkg/admission/certificates/subjectrestriction`. */
export const certificateSubjectRestriction: Admission = {
  name: 'CertificateSubjectRestriction',

  validate(request) {
    const { group, resource } = resources.certificateSigningRequests;
    if (request.resource.group !== group || request.resource.resource !== resource) return;
    if (request.operation !== 'CREATE' || request.subresource !== '') return;
    const { spec } = request.object as CertificateSigningRequest;
    if (spec.signerName !== KUBE_APISERVER_CLIENT_SIGNER) return;
    const read = readCertificateRequest(spec.request);
    if ('problem' in read) throw forbidden(request, `failed to parse CSR: ${read.problem}`);
    if (!read.request.organizations.includes(MASTERS)) return;
    throw forbidden(request, `use of ${KUBE_APISERVER_CLIENT_SIGNER} signer with ${MASTERS} group is not allowed`);
  },
};
