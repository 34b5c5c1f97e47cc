import { CLUSTER_DOMAIN } from './dns-message.ts';

/** What a name below `cluster.local` asks for; a part that is '' was not said. */
export interface ClusterName {
  readonly of: 'pod' | 'svc';
  readonly namespace: string;
  /** The Service, or the pod's address with dashes. */
  readonly name: string;
  /** One of a Service's endpoints, by its host name or its address with dashes. */
  readonly endpoint: string;
  readonly port: string;
  readonly protocol: string;
}

/** A name without its last dot. */
export function bareName(name: string): string {
  return name.endsWith('.') ? name.slice(0, -1) : name;
}

/** True for `cluster.local` and what is below it. */
export function inClusterDomain(name: string): boolean {
  const lower = bareName(name).toLowerCase();
  return lower === CLUSTER_DOMAIN || lower.endsWith(`.${CLUSTER_DOMAIN}`);
}

/**
 * Takes a name of the cluster's domain apart: `apex` for the domain itself and its two branches, undefined for what no name can be.
 * Models `parseRequest` of CoreDNS' plugin/kubernetes/parse.go.
 */
export function parseClusterName(name: string): ClusterName | 'apex' | undefined {
  const labels = bareName(name).toLowerCase().split('.').slice(0, -2).reverse();
  const [of, namespace = '', service = '', ...rest] = labels;
  if (of === undefined) return 'apex';
  if (of !== 'pod' && of !== 'svc') return undefined;
  if (namespace === '') return 'apex';
  if (rest.length > 2 || labels.includes('')) return undefined;
  const [endpoint = '', protocol = '', port = ''] = rest.length === 2 ? ['', ...rest.map(withoutUnderscore)] : rest;
  return { of, namespace, name: service, endpoint, port, protocol };
}

function withoutUnderscore(label: string): string {
  return label.startsWith('_') ? label.slice(1) : label;
}
