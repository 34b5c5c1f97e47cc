import type { HostAlias } from '@klockwork/kubernetes-types';

/** Input of a pod's hosts file. */
export interface HostsEntries {
  readonly ips: readonly string[];
  readonly hostname: string;
  /** `sub.default.svc.cluster.local`; absent for most pods. */
  readonly domain?: string;
  readonly aliases?: readonly HostAlias[];
  /** True for host networking: the file starts like the node's. */
  readonly hostNetwork?: boolean;
}

const LOCAL = [
  '127.0.0.1\tlocalhost',
  '::1\tlocalhost ip6-localhost ip6-loopback',
  'fe00::0\tip6-localnet',
  'fe00::0\tip6-mcastprefix',
  'fe00::1\tip6-allnodes',
  'fe00::2\tip6-allrouters',
];

/**
 * Returns `/etc/hosts` for a pod's containers. Models `managedHostsFileContent` and `nodeHostsFileContent` of pkg/kubelet/kubelet_pods.go.
 */
export function hostsFile({ ips, hostname, domain, aliases = [], hostNetwork = false }: HostsEntries): string {
  const names = domain === undefined ? hostname : `${hostname}.${domain}\t${hostname}`;
  const own = hostNetwork ? [] : ips.map((ip) => `${ip}\t${names}`);
  const aliasLines = aliases.map(({ ip, hostnames = [] }) => `${ip}\t${hostnames.join('\t')}`);
  return [
    `# Kubernetes-managed hosts file${hostNetwork ? ' (host network)' : ''}.`,
    ...LOCAL,
    ...own,
    ...(aliasLines.length > 0 ? ['', '# Entries added by HostAliases.', ...aliasLines] : []),
    '',
  ].join('\n');
}
