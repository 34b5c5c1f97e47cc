import type { AdmissionView } from '@klockwork/admission';
import { labelSelector } from '@klockwork/api-machinery';
import type { CalledWrite } from '@klockwork/registry';
import type { MatchResources, Webhook } from '@klockwork/resources';
import { invocationOf } from '../webhooks/invocation.ts';
import type { WriteVersion } from '../webhooks/versioned-write.ts';
import type { Hook } from '../webhooks/webhook-source.ts';

type NamedRule = NonNullable<MatchResources['resourceRules']>[number];

/** Filter of requests with parsed selectors. */
export interface MatchFilter {
  readonly match: MatchResources;
  readonly namespaces: Hook['namespaces'];
  readonly objects: Hook['objects'];
}

const EVERYTHING: NamedRule[] = [{ operations: ['*'], apiGroups: ['*'], apiVersions: ['*'], resources: ['*', '*/*'], scope: '*' }];

/** Parses a filter; an absent one matches all requests. */
export function matchFilter(match: MatchResources = {}): MatchFilter {
  return {
    match,
    namespaces: labelSelector.fromObject(match.namespaceSelector ?? {}),
    objects: labelSelector.fromObject(match.objectSelector ?? {}),
  };
}

/** Returns the version in which a filter matches a write; undefined without a match. Models `matching.Matcher`. */
export function matchedVersion(filter: MatchFilter, write: CalledWrite, view: AdmissionView): WriteVersion | undefined {
  const { resourceRules = [], excludeResourceRules = [] } = filter.match;
  if (excludeResourceRules.length > 0 && versionBy(filter, excludeResourceRules, { write, view }) !== undefined) return undefined;
  return versionBy(filter, resourceRules.length === 0 ? EVERYTHING : resourceRules, { write, view });
}

function versionBy(
  { match, namespaces, objects }: MatchFilter,
  rules: readonly NamedRule[],
  { write, view }: { readonly write: CalledWrite; readonly view: AdmissionView },
): WriteVersion | undefined {
  const named = rules.filter(({ resourceNames = [] }) => resourceNames.length === 0 || resourceNames.includes(write.name));
  const webhook = { rules: named, matchPolicy: match.matchPolicy ?? 'Equivalent' } as unknown as Webhook;
  return invocationOf({ configuration: '', uid: '', webhook, namespaces, objects }, write, view)?.version;
}
