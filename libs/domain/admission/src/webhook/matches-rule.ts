import type { RuleWithOperations } from '@klockwork/kubernetes-types';

/** Attributes of a request that rules match. */
export interface RuledRequest {
  readonly operation: string;
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  /** '' for the main resource. */
  readonly subresource: string;
  /** '' for cluster-scoped objects. */
  readonly namespace: string;
}

const ANY = '*';

/** Returns whether a rule matches a request. Models `rules.Matcher` of `k8s.io/apiserver/pkg/admission/plugin/webhook/predicates`. */
export function matchesRule(rule: RuleWithOperations, request: RuledRequest): boolean {
  return (
    matchesScope(rule.scope, request) &&
    includes(rule.operations, request.operation) &&
    includes(rule.apiGroups, request.group) &&
    includes(rule.apiVersions, request.version) &&
    (rule.resources ?? []).some((text) => matchesResource(text, request))
  );
}

function includes(items: readonly string[] = [], asked: string): boolean {
  return items.includes(ANY) || items.includes(asked);
}

function matchesResource(text: string, { resource, subresource }: RuledRequest): boolean {
  const slash = text.indexOf('/');
  const [main, sub] = slash < 0 ? [text, ''] : [text.slice(0, slash), text.slice(slash + 1)];
  return (main === ANY || main === resource) && (sub === ANY || sub === subresource);
}

/** Namespaces are cluster-scoped, though their requests have a namespace upstream. */
function matchesScope(scope: string = ANY, { group, resource, namespace }: RuledRequest): boolean {
  if (scope === ANY) return true;
  const isCluster = namespace === '' || (group === '' && resource === 'namespaces');
  return scope === 'Cluster' ? isCluster : scope === 'Namespaced' && !isCluster;
}
