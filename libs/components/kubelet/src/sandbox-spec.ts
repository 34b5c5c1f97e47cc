import type { Pod } from '@klockwork/kubernetes-types';
import { CLUSTER_DOMAIN } from '@klockwork/networking';
import type { PortMapping, SandboxSpec } from '@klockwork/pod-lifecycle';
import { CLUSTER_DNS_IP } from '@klockwork/resources';

const HOSTNAME_LENGTH_MAX = 63;
/** Maximum number of name servers in Linux's resolver. Models `MaxDNSNameservers`. */
const SERVERS_MAX = 3;

/** Returns host name and domain of a pod. Models `GeneratePodHostNameAndDomain` of pkg/kubelet/kubelet_pods.go. */
export function podHostname({ metadata, spec }: Pod): { readonly hostname: string; readonly domain?: string } {
  const hostname = (spec?.hostname ?? metadata?.name ?? '').slice(0, HOSTNAME_LENGTH_MAX).replace(/[-.]+$/, '');
  if (!spec?.subdomain) return { hostname };
  return { hostname, domain: `${spec.subdomain}.${metadata?.namespace}.svc.${CLUSTER_DOMAIN}` };
}

/**
 * Returns the sandbox spec of a pod; host networking uses the node's name. Models `generatePodSandboxConfig` of pkg/kubelet/kuberuntime.
 */
export function sandboxSpec(pod: Pod): SandboxSpec {
  const { uid = '', namespace = '', name = '' } = pod.metadata ?? {};
  const portMappings = hostPortsOf(pod);
  const sysctls = Object.fromEntries((pod.spec?.securityContext?.sysctls ?? []).map(({ name, value }) => [name, value]));
  return {
    uid,
    namespace,
    name,
    hostname: pod.spec?.hostNetwork ? (pod.spec.nodeName ?? '') : podHostname(pod).hostname,
    dns: podDns(pod),
    ...(pod.spec?.hostNetwork && { hostNetwork: true }),
    ...(Object.keys(sysctls).length > 0 && { sysctls }),
    ...(portMappings.length > 0 && { portMappings }),
    ...(pod.spec?.shareProcessNamespace && { sharesProcesses: true }),
  };
}

/** Returns the pod's host ports. Models `makePortMappings` of pkg/kubelet/container/helpers.go. */
function hostPortsOf({ spec }: Pod): readonly PortMapping[] {
  if (spec?.hostNetwork) return [];
  const containers = [
    ...(spec?.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always'),
    ...(spec?.containers ?? []),
  ];
  return containers.flatMap(({ ports = [] }) =>
    ports.flatMap(({ hostPort = 0, containerPort, protocol = 'TCP', hostIP }) =>
      hostPort === 0 ? [] : [{ hostPort, containerPort, protocol: protocol as PortMapping['protocol'], ...(hostIP && { hostIP }) }],
    ),
  );
}

/** Returns `/etc/resolv.conf` by dnsPolicy and dnsConfig. Models `GetPodDNS` of pkg/kubelet/network/dns. */
export function podDns({ metadata, spec }: Pod): NonNullable<SandboxSpec['dns']> {
  const { nameservers = [], searches = [], options = [] } = spec?.dnsConfig ?? {};
  const base = isForCluster(spec) ? clusterDns(metadata?.namespace ?? '') : { servers: [], searches: [], options: [] };
  return {
    servers: unique([...base.servers, ...nameservers]).slice(0, SERVERS_MAX),
    searches: unique([...base.searches, ...searches]),
    options: mergedOptions(base.options, options),
  };
}

function isForCluster(spec: Pod['spec']): boolean {
  const { dnsPolicy = 'ClusterFirst', hostNetwork = false } = spec ?? {};
  return dnsPolicy === 'ClusterFirstWithHostNet' || (dnsPolicy === 'ClusterFirst' && !hostNetwork);
}

function clusterDns(namespace: string) {
  const domains = [`${namespace}.svc.${CLUSTER_DOMAIN}`, `svc.${CLUSTER_DOMAIN}`, CLUSTER_DOMAIN];
  return { servers: [CLUSTER_DNS_IP], searches: domains, options: ['ndots:5'] };
}

/** A pod's option replaces one of equal name. Models `mergeDNSOptions`. */
function mergedOptions(base: readonly string[], own: readonly { name?: string; value?: string }[]): string[] {
  const merged = new Map(base.map((option) => [option.split(':')[0] ?? '', option]));
  for (const { name = '', value } of own) merged.set(name, value === undefined ? name : `${name}:${value}`);
  return [...merged.values()];
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}
