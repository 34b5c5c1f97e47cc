import { NOTHING, type Plan } from '@klockwork/controller-runtime';
import {
  type CertificateSigningRequest,
  KUBE_APISERVER_CLIENT_KUBELET_SIGNER,
  kubeletClientProblem,
  readCertificateRequest,
  resources,
} from '@klockwork/resources';
import { nameOf } from '../ownership/name-of.ts';

const HOUR_MS = 3_600_000;
/** Ages after which requests are deleted. */
const DECIDED_MS = HOUR_MS;
const PENDING_MS = 24 * HOUR_MS;
/** Conditions of requests that need no further work. */
const ENDED = ['Denied', 'Failed'];

/**
 * Approves requests of kubelets for their client certificates, and deletes old requests. Models `pkg/controller/certificates/approver` and
 * `cleaner`. Deadlines count to whole hours, when upstream's cleaner looks.
 */
export function reconcileCertificate(request: CertificateSigningRequest, now: number): Plan {
  const message = approvalOf(request);
  if (message !== undefined) return approval(request, message);
  const at = deadlineOf(request);
  if (at === undefined) return NOTHING;
  if (now < at) return { stages: [], wakeAt: { at, timer: { name: 'certificate-request-cleaner', upkeep: true } } };
  return {
    stages: [
      [{ type: 'delete', resource: resources.certificateSigningRequests, name: nameOf(request), deletion: {}, tolerate: ['NotFound'] }],
    ],
  };
}

/** Returns the message of an automatic approval; undefined for none. All users may create requests of nodes: they have all permissions. */
function approvalOf({ spec, status }: CertificateSigningRequest): string | undefined {
  const isDecided = (status?.conditions ?? []).some(({ type }) => type === 'Approved' || type === 'Denied');
  if (isDecided || status?.certificate || spec?.signerName !== KUBE_APISERVER_CLIENT_KUBELET_SIGNER) return undefined;
  const read = readCertificateRequest(spec.request ?? '');
  if ('problem' in read || kubeletClientProblem(read.request, spec.usages ?? []) !== undefined) return undefined;
  const self = spec.username === read.request.commonName ? 'self ' : '';
  return `Auto approving ${self}kubelet client certificate after SubjectAccessReview.`;
}

function approval(request: CertificateSigningRequest, message: string): Plan {
  const approved = { type: 'Approved', status: 'True', reason: 'AutoApproved', message } as const;
  const status = { ...request.status, conditions: [...(request.status?.conditions ?? []), approved] };
  const object = { ...request, status };
  return { stages: [[{ type: 'update', resource: resources.certificateSigningRequests, subresource: 'approval', object }]] };
}

/** Approved requests without certificate stay. */
function deadlineOf({ metadata, status }: CertificateSigningRequest): number | undefined {
  const conditions = status?.conditions ?? [];
  const decidedConditions = conditions.filter(
    ({ type = '' }) => ENDED.includes(type) || (type === 'Approved' && Boolean(status?.certificate)),
  );
  const times = decidedConditions.map(({ lastUpdateTime }) => Date.parse(String(lastUpdateTime)) + DECIDED_MS);
  if (conditions.length === 0) times.push(Date.parse(String(metadata?.creationTimestamp)) + PENDING_MS);
  const due = Math.min(...times.filter(Number.isFinite));
  return Number.isFinite(due) ? Math.ceil(due / HOUR_MS) * HOUR_MS : undefined;
}
