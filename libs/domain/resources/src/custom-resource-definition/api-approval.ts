import { type FieldError, fieldErrors } from '@klockwork/api-machinery';
import type { CustomResourceDefinition } from './custom-resource-definition.ts';

const ANNOTATION = 'api-approved.kubernetes.io';
const FIELD = `metadata.annotations[${ANNOTATION}]`;
const RULE = `protected groups must have approval annotation "${ANNOTATION}"`;
const SEE = 'see https://github.com/kubernetes/enhancements/pull/1111';

/** Requires an approval for groups of the Kubernetes community, unless the annotation is unchanged. Models `validateAPIApproval`. */
export function approvalErrors(next: CustomResourceDefinition, previous?: CustomResourceDefinition): FieldError[] {
  const [approval, before] = [approvalOf(next), previous && approvalOf(previous)];
  if (!isProtected(next.spec?.group ?? '') || approval === before) return [];
  if (approval === '') return [fieldErrors.required(FIELD, `${RULE}, ${SEE}`)];
  if (approval.startsWith('unapproved') || /^[a-z][a-z0-9+.-]*:\/\/[^/]/i.test(approval)) return [];
  return [fieldErrors.invalid(FIELD, approval, `${RULE} with either a URL or a reason starting with "unapproved", ${SEE}`)];
}

function approvalOf({ metadata }: CustomResourceDefinition): string {
  return metadata?.annotations?.[ANNOTATION] ?? '';
}

function isProtected(group: string): boolean {
  return /(^|\.)(k8s|kubernetes)\.io$/.test(group);
}
