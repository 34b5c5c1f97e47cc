const GROUP = 'admissionregistration.k8s.io';
const KINDS: ReadonlySet<string> = new Set([
  'ValidatingWebhookConfiguration',
  'MutatingWebhookConfiguration',
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionPolicyBinding',
  'MutatingAdmissionPolicy',
  'MutatingAdmissionPolicyBinding',
]);

/**
 * Returns whether webhooks and policies never concern a kind: a broken configuration must stay repairable. Models
 * `IsExemptAdmissionConfigurationResource`.
 */
export function isExemptKind({ group, kind }: { readonly group: string; readonly kind: string }): boolean {
  return group === GROUP && KINDS.has(kind);
}
