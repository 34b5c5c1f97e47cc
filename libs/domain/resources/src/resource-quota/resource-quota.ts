import type * as kubernetes from '@klockwork/kubernetes-types';

/** How much a namespace may have of some things. */
export interface ResourceQuota extends Omit<kubernetes.ResourceQuota, 'spec' | 'status'> {
  spec?: kubernetes.ResourceQuotaSpec;
  status?: ResourceQuotaStatus;
}

/** What is enforced, and what there is. Amounts by resource name. */
export interface ResourceQuotaStatus {
  hard?: Record<string, string>;
  used?: Record<string, string>;
}

/** A demand on what a quota counts: `scopeName` with its operator and values. */
export type ScopeRequirement = kubernetes.ScopedResourceSelectorRequirement;

/** All that narrows a quota: its scopes, each of which must hold, and its scope selector. Models `getScopeSelectorsFromQuota`. */
export function scopeRequirements({ spec }: ResourceQuota): readonly ScopeRequirement[] {
  const scopes = (spec?.scopes ?? []).map((scopeName) => ({ scopeName, operator: 'Exists' }));
  return [...scopes, ...(spec?.scopeSelector?.matchExpressions ?? [])];
}
