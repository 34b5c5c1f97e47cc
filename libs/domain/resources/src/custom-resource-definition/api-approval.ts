import { type FieldError, fieldErrors, goQuote } from '@klockwork/api-machinery';
import type { CustomResourceDefinition, DefinitionCondition } from './custom-resource-definition.ts';

const ANNOTATION = 'api-approved.kubernetes.io';
const FIELD = `metadata.annotations[${ANNOTATION}]`;
const RULE = `protected groups must have approval annotation "${ANNOTATION}"`;
const SEE = 'see https://github.com/kubernetes/enhancements/pull/1111';

/** Requires an approval for groups of the Kubernetes community, unless the annotation is unchanged. Models `validateAPIApproval`. */
export function approvalErrors(next: CustomResourceDefinition, previous?: CustomResourceDefinition): FieldError[] {
  const [approval, before] = [approvalOf(next), previous && approvalOf(previous)];
  if (!isProtected(next.spec?.group ?? '') || approval === before) return [];
  const { reason, message } = approvalState(approval);
  if (reason === 'MissingAnnotation') return [fieldErrors.required(FIELD, message)];
  return reason === 'InvalidAnnotation' ? [fieldErrors.invalid(FIELD, approval, message)] : [];
}

/** Returns the condition of a definition in a group of the community; undefined in others. Models `pkg/controller/apiapproval`. */
export function approvalCondition(definition: CustomResourceDefinition): Omit<DefinitionCondition, 'lastTransitionTime'> | undefined {
  if (!isProtected(definition.spec?.group ?? '')) return undefined;
  const { reason, message } = approvalState(approvalOf(definition));
  const status = reason === 'ApprovedAnnotation' ? 'True' : 'False';
  return { type: 'KubernetesAPIApprovalPolicyConformant', status, reason, message };
}

/** Models `GetAPIApprovalState`. */
function approvalState(approval: string): { readonly reason: string; readonly message: string } {
  if (approval === '') return { reason: 'MissingAnnotation', message: `${RULE}, ${SEE}` };
  if (approval.startsWith('unapproved')) return { reason: 'UnapprovedAnnotation', message: `not approved: ${goQuote(approval)}` };
  if (/^[a-z][a-z0-9+.-]*:\/\/[^/]/i.test(approval)) return { reason: 'ApprovedAnnotation', message: `approved in ${approval}` };
  return { reason: 'InvalidAnnotation', message: `${RULE} with either a URL or a reason starting with "unapproved", ${SEE}` };
}

function approvalOf({ metadata }: CustomResourceDefinition): string {
  return metadata?.annotations?.[ANNOTATION] ?? '';
}

function isProtected(group: string): boolean {
  return /(^|\.)(k8s|kubernetes)\.io$/.test(group);
}
