import type { IngressBackend, IngressRule } from '@klockwork/kubernetes-types';
import type { Ingress } from '@klockwork/resources';

/** Backend of a request, in the namespace of its Ingress. */
export interface IngressRoute {
  readonly namespace: string;
  readonly backend: IngressBackend;
}

interface HostRule {
  readonly ingress: Ingress;
  readonly rule: IngressRule;
}

interface PathMatch extends IngressRoute {
  /** Number of matched path elements. */
  readonly length: number;
  readonly isExact: boolean;
}

/**
 * Returns the backend of a request by host and path: of the most specific host the longest path, Exact before Prefix, the older Ingress first;
 * otherwise a default backend. Undefined without any. ImplementationSpecific counts as Prefix. Models the rules of `IngressRule` and
 * `HTTPIngressPath` of networking.k8s.io/v1.
 */
export function ingressRoute(host: string, path: string, all: readonly Ingress[]): IngressRoute | undefined {
  const ingresses = all.toSorted((a, b) => (ageText(a) < ageText(b) ? -1 : 1));
  const rules = hostRules(host, ingresses);
  const matches = rules.flatMap((rule) => pathMatches(rule, path));
  const [best] = matches.toSorted((a, b) => b.length - a.length || Number(b.isExact) - Number(a.isExact));
  if (best !== undefined) return { namespace: best.namespace, backend: best.backend };
  const withoutRules = ingresses.filter(({ spec }) => (spec?.rules ?? []).length === 0);
  return [...rules.map(({ ingress }) => ingress), ...withoutRules].flatMap(defaultRoute)[0];
}

function ageText({ metadata }: Ingress): string {
  return `${metadata?.creationTimestamp} ${metadata?.namespace}/${metadata?.name}`;
}

function defaultRoute({ metadata, spec }: Ingress): IngressRoute[] {
  return spec?.defaultBackend === undefined ? [] : [{ namespace: metadata?.namespace ?? '', backend: spec.defaultBackend }];
}

/** Rules of the most specific host that matches: the name, then its wildcard, then no host. */
function hostRules(host: string, ingresses: readonly Ingress[]): readonly HostRule[] {
  const rules = ingresses.flatMap((ingress) => (ingress.spec?.rules ?? []).map((rule) => ({ ingress, rule })));
  const wildcard = host.includes('.') ? `*${host.slice(host.indexOf('.'))}` : undefined;
  for (const wantedHost of [host, wildcard, ''])
    if (rules.some(({ rule }) => (rule.host ?? '') === wantedHost)) return rules.filter(({ rule }) => (rule.host ?? '') === wantedHost);
  return [];
}

function pathMatches({ ingress, rule }: HostRule, path: string): PathMatch[] {
  const namespace = ingress.metadata?.namespace ?? '';
  return (rule.http?.paths ?? []).flatMap(({ backend, path: wantedPath = '/', pathType }) => {
    const isExact = pathType === 'Exact';
    const isMatch = isExact ? path === wantedPath : hasPrefix(elementsOf(path), elementsOf(wantedPath));
    return isMatch ? [{ namespace, backend, isExact, length: elementsOf(wantedPath).length }] : [];
  });
}

function elementsOf(path: string): readonly string[] {
  return path.split('/').filter((element) => element !== '');
}

function hasPrefix(path: readonly string[], prefix: readonly string[]): boolean {
  return prefix.every((element, index) => path[index] === element);
}
