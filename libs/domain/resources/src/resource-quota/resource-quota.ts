import type * as kubernetes from '@klockwork/kubernetes-types';

/** ResourceQuota: limits of a namespace's usage. */
export interface ResourceQuota extends Omit<kubernetes.ResourceQuota, 'spec' | 'status'> {
  spec?: kubernetes.ResourceQuotaSpec;
  status?: ResourceQuotaStatus;
}

/** Enforced limits and usage by resource. */
export interface ResourceQuotaStatus {
  hard?: Record<string, string>;
  used?: Record<string, string>;
}

/** Requirement on counted objects: `scopeName` with operator and values. */
export type ScopeRequirement = kubernetes.ScopedResourceSelectorRequirement;

/** All that narrows a quota: its scopes, each of which must hold, and its scope selector. Models `getScopeSelectorsFromQuota`. */
export function scopeRequirements({ spec }: ResourceQuota): readonly ScopeRequirement[] {
  const scopes = (spec?.scopes ?? []).map((scopeName) => ({ scopeName, operator: 'Exists' }));
  return [...scopes, ...(spec?.scopeSelector?.matchExpressions ?? [])];
}
