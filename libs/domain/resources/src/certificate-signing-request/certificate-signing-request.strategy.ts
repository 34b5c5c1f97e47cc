import { formatTime } from '@klockwork/api-machinery';
import { keepPart } from '../generic/status-strategy.ts';
import { groupsOf } from '../generic/user-groups.ts';
import type { Strategy, SubresourceStrategy } from '../kind.ts';
import { type CertificateCondition, type CertificateSigningRequest, conditionsOf } from './certificate-signing-request.ts';
import { validateCertificateRequest, validateCertificateRequestUpdate } from './certificate-signing-request.validation.ts';

/** Models `pkg/registry/certificates/certificates/strategy.go`: records the requester, and keeps the spec. */
export const certificateRequestStrategy: Strategy<CertificateSigningRequest> = {
  resetFields: ['spec', 'status'],
  default() {},
  prepareForCreate(draft, { user, groups = groupsOf(user) }) {
    const { uid: _uid, extra: _extra, ...asked } = draft.spec ?? {};
    draft.spec = { ...(asked as CertificateSigningRequest['spec']), username: user, groups: [...groups] };
    draft.status = {};
  },
  prepareForUpdate(draft, previous) {
    keepPart(draft, previous, 'spec');
    keepPart(draft, previous, 'status');
  },
  validate: validateCertificateRequest,
  validateUpdate: (next, previous) => validateCertificateRequestUpdate(next, previous),
};

/** `/status`: the certificate, and conditions that are no verdict. Models `csrStatusStrategy`. */
export const certificateStatus: SubresourceStrategy<CertificateSigningRequest> = {
  resetFields: ['spec', 'status.conditions'],
  prepareForUpdate(draft, previous, { now }) {
    keepPart(draft, previous, 'spec');
    for (const type of ['Approved', 'Denied']) keepVerdict(draft, previous, type);
    stampConditions(draft, previous, formatTime(now));
  },
  validateUpdate: (next, previous) => validateCertificateRequestUpdate(next, previous, { certificate: true }),
};

/** `/approval`: the conditions alone. Models `csrApprovalStrategy`. */
export const certificateApproval: SubresourceStrategy<CertificateSigningRequest> = {
  resetFields: ['spec', 'status.certificate'],
  prepareForUpdate(draft, previous, { now }) {
    stampConditions(draft, previous, formatTime(now));
    keepPart(draft, previous, 'spec');
    const { conditions: _, ...rest } = previous.status ?? {};
    draft.status = { ...rest, ...(draft.status?.conditions && { conditions: draft.status.conditions }) };
  },
  validateUpdate: (next, previous) => validateCertificateRequestUpdate(next, previous, { approval: true }),
};

/** Added or removed verdicts are refused by validation. Models `preserveConditionInstances`. */
function keepVerdict(draft: CertificateSigningRequest, previous: CertificateSigningRequest, type: string): void {
  const storedConditions = conditionsOf(previous, type);
  if (draft.status?.conditions === undefined || conditionsOf(draft, type).length !== storedConditions.length) return;
  draft.status.conditions = draft.status.conditions.map((condition) =>
    condition.type === type ? (storedConditions.shift() ?? condition) : condition,
  );
}

/** Models `populateConditionTimestamps`. */
function stampConditions(draft: CertificateSigningRequest, previous: CertificateSigningRequest, now: string): void {
  for (const condition of (draft.status?.conditions ?? []) as CertificateCondition[]) {
    const same = conditionsOf(previous, condition.type).find(({ status }) => status === condition.status);
    if (!condition.lastUpdateTime) condition.lastUpdateTime = now;
    if (!condition.lastTransitionTime) condition.lastTransitionTime = same?.lastTransitionTime ?? now;
  }
}
