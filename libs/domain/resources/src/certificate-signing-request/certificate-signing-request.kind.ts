import { humanDuration } from '@klockwork/api-machinery';
import { ageColumn, nameColumn } from '../generic/columns.ts';
import { type LifeCycleEvent, lifeCycleEvent } from '../generic/life-cycle-events.ts';
import type { Change, KindDefinition, PrinterColumn } from '../kind.ts';
import { resources } from '../resource-refs.ts';
import { certificateApproval, certificateRequestStrategy, certificateStatus } from './certificate-signing-request.strategy.ts';
import { type CertificateSigningRequest, conditionsOf } from './certificate-signing-request.ts';

/** Change of a request: a single verdict, and a certificate. */
type CertificateEvent =
  | LifeCycleEvent<'CertificateSigningRequest'>
  | { readonly type: 'CertificateApproved' | 'CertificateDenied' | 'CertificateIssued'; readonly data: { readonly signerName: string } };

/** CertificateSigningRequest: approved or denied, then signed. Models `pkg/registry/certificates/certificates`. */
export const certificateSigningRequestKind: KindDefinition<CertificateSigningRequest> = {
  ...resources.certificateSigningRequests,
  listKind: 'CertificateSigningRequestList',
  singular: 'certificatesigningrequest',
  shortNames: ['csr'],
  categories: [],
  definition: 'io.k8s.api.certificates.v1.CertificateSigningRequest',
  strategy: certificateRequestStrategy,
  status: certificateStatus,
  subresources: { approval: certificateApproval },
  columns: [
    nameColumn,
    ageColumn,
    text('SignerName', 'Who is to sign', ({ spec }) => spec?.signerName || '<none>'),
    text('Requestor', 'Who asked', ({ spec }) => spec?.username ?? ''),
    text('RequestedDuration', 'How long it is to hold', durationText),
    text('Condition', 'What became of it', conditionText),
  ],
  selectableFields: { 'spec.signerName': ({ spec }) => spec?.signerName ?? '' },
  event: certificateEvent,
};

function certificateEvent(change: Change<CertificateSigningRequest>): CertificateEvent {
  const { previous, next } = change;
  if (change.verb !== 'update' || previous === undefined) return lifeCycleEvent('CertificateSigningRequest', change);
  const data = { signerName: next.spec?.signerName ?? '' };
  const came = (type: string) => conditionsOf(next, type).length > conditionsOf(previous, type).length;
  if (came('Denied')) return { type: 'CertificateDenied', data };
  if (came('Approved')) return { type: 'CertificateApproved', data };
  if (next.status?.certificate && !previous.status?.certificate) return { type: 'CertificateIssued', data };
  return lifeCycleEvent('CertificateSigningRequest', change);
}

function durationText({ spec }: CertificateSigningRequest): string {
  return spec?.expirationSeconds === undefined ? '<none>' : humanDuration(spec.expirationSeconds * 1000);
}

/** Models `extractCSRStatus`. */
function conditionText(request: CertificateSigningRequest): string {
  const hasCondition = (type: string) => conditionsOf(request, type).length > 0;
  const verdict = hasCondition('Denied') ? 'Denied' : hasCondition('Approved') ? 'Approved' : 'Pending';
  return `${verdict}${hasCondition('Failed') ? ',Failed' : ''}${request.status?.certificate ? ',Issued' : ''}`;
}

function text(
  name: string,
  description: string,
  cell: (object: CertificateSigningRequest) => string,
): PrinterColumn<CertificateSigningRequest> {
  return { name, type: 'string', description, cell };
}
