import { parseDocument } from 'yaml';

interface Clusters {
  readonly clusters: readonly { readonly cluster: { readonly server: string } }[];
}

/** Returns a lab's kubeconfig whose servers show the past below a path, such as `/at/512`. */
export function pastKubeconfig(lab: string, path: string): string {
  const document = parseDocument(lab);
  const { clusters } = document.toJS() as Clusters;
  for (const [index, { cluster }] of clusters.entries()) {
    const { origin, pathname } = new URL(cluster.server);
    document.setIn(['clusters', index, 'cluster', 'server'], `${origin}${path}${pathname.replace(/\/$/, '')}`);
  }
  return document.toString({ lineWidth: 0 });
}
