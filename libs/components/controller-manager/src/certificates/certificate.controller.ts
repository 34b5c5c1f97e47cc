import { type Controller, NOTHING } from '@klockwork/controller-runtime';
import type { InformerFactory, Notice } from '@klockwork/informers';
import { type CertificateSigningRequest, resources } from '@klockwork/resources';
import { reconcileCertificate } from './reconcile-certificate.ts';

/** Approver and cleaner of certificate requests; the api-server, which holds the authority's key, signs them. */
export function certificateController(informers: InformerFactory): Controller {
  const requests = informers.informer<CertificateSigningRequest>(resources.certificateSigningRequests);
  return {
    name: 'certificate-controller',
    keysOf: 'certificatesigningrequests',
    sources: [
      {
        informer: requests,
        keys: ({ object, change }: Notice<CertificateSigningRequest>) => (change === 'deleted' ? [] : [object.metadata?.name ?? '']),
      },
    ],
    reconcile(key, now) {
      const request = requests.get('', key);
      return request === undefined ? NOTHING : reconcileCertificate(request, now);
    },
  };
}
