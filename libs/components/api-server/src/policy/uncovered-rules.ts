import type { PolicyRule } from '@klockwork/resources';

const ALL = '*';

/**
 * Returns rules of `servant` that `owner` lacks, each part separately. Models `Covers` of `k8s.io/component-helpers/auth/rbac/validation`.
 */
export function uncoveredRules(owner: readonly PolicyRule[], servant: readonly PolicyRule[]): PolicyRule[] {
  return servant.flatMap(partsOf).filter((part) => !owner.some((rule) => covers(rule, part)));
}

/** Splits a rule into rules of a single verb and resource. Models `BreakdownRule`. */
function partsOf({ apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [], verbs }: PolicyRule): PolicyRule[] {
  const names = resourceNames.length === 0 ? [{}] : resourceNames.map((name) => ({ resourceNames: [name] }));
  const things = apiGroups.flatMap((group) =>
    resources.flatMap((resource) =>
      verbs.flatMap((verb) => names.map((name) => ({ apiGroups: [group], ...name, resources: [resource], verbs: [verb] }))),
    ),
  );
  const paths = nonResourceURLs.flatMap((url) => verbs.map((verb) => ({ nonResourceURLs: [url], verbs: [verb] })));
  return [...things, ...paths];
}

function covers(owner: PolicyRule, part: PolicyRule): boolean {
  const { apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [] } = owner;
  return (
    includesAll(owner.verbs, part.verbs) &&
    includesAll(apiGroups, part.apiGroups ?? []) &&
    (part.resources ?? []).every((resource) => coversResource(resources, resource)) &&
    (part.nonResourceURLs ?? []).every((url) => nonResourceURLs.some((ownedUrl) => coversPath(ownedUrl, url))) &&
    (resourceNames.length === 0 || (part.resourceNames?.every((name) => resourceNames.includes(name)) ?? false))
  );
}

function includesAll(ownedValues: readonly string[], wishes: readonly string[]): boolean {
  return ownedValues.includes(ALL) || wishes.every((one) => ownedValues.includes(one));
}

/** `pods/log` is covered by itself, `*`, and log of all resources. */
function coversResource(ownedResources: readonly string[], resource: string): boolean {
  const slash = resource.indexOf('/');
  return (
    ownedResources.includes(ALL) ||
    ownedResources.includes(resource) ||
    (slash !== -1 && ownedResources.includes(`${ALL}${resource.slice(slash)}`))
  );
}

function coversPath(ownedPath: string, path: string): boolean {
  return ownedPath === path || (ownedPath.endsWith(ALL) && path.startsWith(ownedPath.replace(/\*+$/, '')));
}
