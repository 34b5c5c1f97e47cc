import type { AdmissionView } from '@klockwork/admission';
import { labelSelector } from '@klockwork/api-machinery';
import type { CalledWrite } from '@klockwork/registry';
import type { MatchResources, Webhook } from '@klockwork/resources';
import { invocationOf } from '../webhooks/invocation.ts';
import { versionsOf, type WriteVersion } from '../webhooks/versioned-write.ts';
import type { Hook } from '../webhooks/webhook-source.ts';

type NamedRule = NonNullable<MatchResources['resourceRules']>[number];

/** Filter of requests with parsed selectors. */
export interface MatchFilter {
  readonly included: RuleSet;
  /** Requests that do not match. */
  readonly excluded: RuleSet | undefined;
  /** True for a filter without any condition. */
  readonly matchesAll: boolean;
}

/** Rules, as those of a webhook. */
interface RuleSet {
  readonly hook: Hook;
  readonly rules: readonly NamedRule[];
  /** True if a rule concerns named objects only. */
  readonly hasNames: boolean;
}

const EVERYTHING: NamedRule[] = [{ operations: ['*'], apiGroups: ['*'], apiVersions: ['*'], resources: ['*', '*/*'], scope: '*' }];

/** Parses a filter; an absent one matches all requests. */
export function matchFilter(match: MatchResources = {}): MatchFilter {
  const { resourceRules = [], excludeResourceRules = [] } = match;
  return {
    included: ruleSet(match, resourceRules.length === 0 ? EVERYTHING : resourceRules),
    excluded: excludeResourceRules.length === 0 ? undefined : ruleSet(match, excludeResourceRules),
    matchesAll: Object.keys(match).every((field) => field === 'matchPolicy'),
  };
}

function ruleSet({ matchPolicy = 'Equivalent', namespaceSelector, objectSelector }: MatchResources, rules: readonly NamedRule[]): RuleSet {
  const hook = {
    configuration: '',
    uid: '',
    webhook: { rules, matchPolicy } as unknown as Webhook,
    namespaces: labelSelector.fromObject(namespaceSelector ?? {}),
    objects: labelSelector.fromObject(objectSelector ?? {}),
  };
  return { hook, rules, hasNames: rules.some(({ resourceNames = [] }) => resourceNames.length > 0) };
}

/** Returns the version in which a filter matches a write; undefined without a match. Models `matching.Matcher`. */
export function matchedVersion(filter: MatchFilter, write: CalledWrite, view: AdmissionView): WriteVersion | undefined {
  const { included, excluded, matchesAll } = filter;
  if (matchesAll) return versionsOf(write)[0];
  if (excluded !== undefined && versionBy(excluded, write, view) !== undefined) return undefined;
  return versionBy(included, write, view);
}

function versionBy({ hook, rules, hasNames }: RuleSet, write: CalledWrite, view: AdmissionView): WriteVersion | undefined {
  if (!hasNames) return invocationOf(hook, write, view)?.version;
  const ruleWithOperations = rules.filter(({ resourceNames = [] }) => resourceNames.length === 0 || resourceNames.includes(write.name));
  return invocationOf({ ...hook, webhook: { ...hook.webhook, rules: ruleWithOperations } as unknown as Webhook }, write, view)?.version;
}
