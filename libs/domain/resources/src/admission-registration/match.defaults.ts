import type { MatchResources, Rule, Webhook } from './webhook.ts';

const TIMEOUT_SECONDS = 10;
const PORT = 443;

/** Models `SetDefaults_MutatingWebhook` and `SetDefaults_ValidatingWebhook` of `pkg/apis/admissionregistration/v1/defaults.go`. */
export function defaultWebhook(webhook: Webhook): void {
  webhook.failurePolicy ??= 'Fail';
  webhook.timeoutSeconds ??= TIMEOUT_SECONDS;
  defaultMatch(webhook);
  defaultRules(webhook.rules);
  if (webhook.clientConfig?.service) webhook.clientConfig.service.port ??= PORT;
}

/** Models `SetDefaults_MatchResources`. */
export function defaultMatchResources(match: MatchResources): void {
  defaultMatch(match);
  defaultRules(match.resourceRules);
  defaultRules(match.excludeResourceRules);
}

/** Missing selectors match everything, at equivalent versions. */
function defaultMatch(draft: Pick<Webhook, 'matchPolicy' | 'namespaceSelector' | 'objectSelector'>): void {
  draft.matchPolicy ??= 'Equivalent';
  draft.namespaceSelector ??= {};
  draft.objectSelector ??= {};
}

function defaultRules(rules: readonly Rule[] | undefined): void {
  for (const rule of rules ?? []) rule.scope ??= '*';
}
