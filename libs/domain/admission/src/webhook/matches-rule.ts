import type { RuleWithOperations } from '@klockwork/kubernetes-types';
import type { GroupVersionResource } from './admission-review.ts';

/** Attributes of a request that rules match, besides its resource. */
export interface RuledRequest {
  readonly operation: string;
  /** '' for the main resource. */
  readonly subresource: string;
  /** '' for cluster-scoped objects. */
  readonly namespace: string;
}

const ANY = '*';

/** Returns whether a rule matches a request in a version of its resource. Models `rules.Matcher` of `k8s.io/apiserver/pkg/admission/plugin/webhook/predicates`. */
export function matchesRule(rule: RuleWithOperations, resource: GroupVersionResource, request: RuledRequest): boolean {
  return (
    matchesScope(rule.scope, resource, request) &&
    includes(rule.operations, request.operation) &&
    includes(rule.apiGroups, resource.group) &&
    includes(rule.apiVersions, resource.version) &&
    (rule.resources ?? []).some((text) => matchesResource(text, resource.resource, request.subresource))
  );
}

function includes(items: readonly string[] = [], value: string): boolean {
  return items.includes(ANY) || items.includes(value);
}

function matchesResource(text: string, resource: string, subresource: string): boolean {
  const slash = text.indexOf('/');
  const [main, sub] = slash < 0 ? [text, ''] : [text.slice(0, slash), text.slice(slash + 1)];
  return (main === ANY || main === resource) && (sub === ANY || sub === subresource);
}

/** Namespaces are cluster-scoped, though their requests have a namespace upstream. */
function matchesScope(scope: string = ANY, { group, resource }: GroupVersionResource, { namespace }: RuledRequest): boolean {
  if (scope === ANY) return true;
  const isCluster = namespace === '' || (group === '' && resource === 'namespaces');
  return scope === 'Cluster' ? isCluster : scope === 'Namespaced' && !isCluster;
}
