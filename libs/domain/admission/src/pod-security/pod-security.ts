import { statusErrors } from '@klockwork/api-machinery';
import { type Namespace, type Pod, resources } from '@klockwork/resources';
import type { Admission, AdmissionRequest, AdmissionView } from '../admission.ts';
import { forbidden } from '../refuse.ts';
import { type CheckedPod, checkedPod } from './check.ts';
import { existingPodsWarnings } from './existing-pods.ts';
import { templateOf } from './pod-of.ts';
import { isRelaxed, levelVersionText, type Policy, policyOf, sameLevelVersion } from './policy.ts';
import { isSignificantUpdate } from './significant-update.ts';
import { detailsText, violationsOf } from './standards.ts';

/** Subresources of a pod that cannot change its privileges. */
const IGNORED = new Set(['exec', 'attach', 'binding', 'eviction', 'log', 'portforward', 'proxy', 'status']);

/**
 * Enforces the namespace's Pod Security Standard, and warns about templates of violating pods. The audit mode has no effect: the lab has no
 * audit log. Models `k8s.io/pod-security-admission/admission`.
 */
export const podSecurity: Admission = {
  name: 'PodSecurity',

  validate(request, view) {
    if (request.operation === 'DELETE' || request.object === undefined) return;
    const { group, resource } = request.resource;
    if (group === '' && resource === 'namespaces') return judgeNamespace(request, view);
    if (group === '' && resource === 'pods') return judgePod(request, view);
    judgeTemplate(request, view);
  },
};

function judgeNamespace(request: AdmissionRequest, view: AdmissionView): void {
  if (request.subresource !== '') return;
  const next = policyOf(request.object?.metadata?.labels);
  const previous = policyOf(request.previous?.metadata?.labels);
  const same = JSON.stringify(next.errors) === JSON.stringify(previous.errors);
  if (next.errors.length > 0 && !(request.operation === 'UPDATE' && same))
    throw statusErrors.invalid(request.resource, request.name, next.errors);
  if (request.operation === 'CREATE' || next.policy.enforce.level === 'privileged') return;
  if (isRelaxed(next.policy.enforce, previous.policy.enforce)) return;
  const pods = view.list(resources.pods, request.name) as readonly Pod[];
  for (const text of existingPodsWarnings(request.name, pods, next.policy.enforce)) request.warn(text);
}

function judgePod(request: AdmissionRequest, view: AdmissionView): void {
  if (IGNORED.has(request.subresource)) return;
  const policy = policyFor(request, view);
  if (policy.enforce.level === 'privileged' && policy.warn.level === 'privileged') return;
  const pod = request.object as Pod;
  if (request.previous !== undefined && !isSignificantUpdate(pod, request.previous as Pod)) return;
  const violations = violationsOf(checkedPod(pod), policy.enforce);
  if (violations.length > 0)
    throw forbidden(request, `violates PodSecurity "${levelVersionText(policy.enforce)}": ${detailsText(violations)}`);
  if (!sameLevelVersion(policy.warn, policy.enforce)) warnOf(request, checkedPod(pod), policy);
}

function judgeTemplate(request: AdmissionRequest, view: AdmissionView): void {
  if (request.subresource !== '' || request.object === undefined) return;
  const template = templateOf(request.resource, request.object);
  if (template !== undefined) warnOf(request, template, policyFor(request, view));
}

function warnOf(request: AdmissionRequest, pod: CheckedPod, { warn }: Policy): void {
  const violations = violationsOf(pod, warn);
  if (violations.length > 0) request.warn(`would violate PodSecurity "${levelVersionText(warn)}": ${detailsText(violations)}`);
}

function policyFor({ namespace }: AdmissionRequest, view: AdmissionView): Policy {
  const storedNamespace = view.get(resources.namespaces, '', namespace) as Namespace | undefined;
  return policyOf(storedNamespace?.metadata?.labels).policy;
}
