import { parseDocument } from 'yaml';

interface Clusters {
  readonly clusters: readonly { readonly cluster: { readonly server: string } }[];
}

/** Returns a lab's kubeconfig whose servers show the lab as it was at a revision. */
export function pastKubeconfig(lab: string, revision: number): string {
  const document = parseDocument(lab);
  const { clusters } = document.toJS() as Clusters;
  for (const [index, { cluster }] of clusters.entries()) {
    const { origin, pathname } = new URL(cluster.server);
    document.setIn(['clusters', index, 'cluster', 'server'], `${origin}/at/${revision}${pathname.replace(/\/$/, '')}`);
  }
  return document.toString({ lineWidth: 0 });
}
