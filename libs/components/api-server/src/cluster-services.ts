import { API_SERVER_PLACE } from '@klockwork/cluster-api';
import { CLUSTER_DNS_IP, KUBERNETES_SERVICE_IP, type KubeObject, type ResourceRef, resources } from '@klockwork/resources';
import type { EnsuredObject } from './ensured-objects.ts';

interface ServiceObject {
  readonly resource: ResourceRef;
  readonly namespace: string;
  readonly body: KubeObject;
}

const SERVER_PORT = { name: 'https', port: API_SERVER_PLACE.port, protocol: 'TCP' };
const NAME = 'kubernetes';

/**
 * Returns the endpoints of Service `kubernetes`, published by the server, and the DNS Service without endpoints, because each node serves
 * DNS. Models `pkg/controlplane/reconcilers`, and kubeadm's kube-dns manifest.
 */
export function clusterServices(): readonly ServiceObject[] {
  return [
    { resource: resources.endpoints, namespace: 'default', body: kubernetesEndpoints() },
    { resource: resources.endpointSlices, namespace: 'default', body: kubernetesSlice() },
    { resource: resources.services, namespace: 'kube-system', body: dnsService() },
  ];
}

/** Upstream's `EndpointReconcilerInterval`, and the period of its controller of system namespaces. */
const SERVICE_PERIOD_MS = 10_000;
const NAMESPACE_PERIOD_MS = 60_000;

/** Returns objects that the server restores: its Service and endpoints, and its deletable system namespace. */
export function ensuredServices(): readonly EnsuredObject[] {
  const namespace = 'default';
  const [service, endpoints, slice] = [kubernetesService(), kubernetesEndpoints(), kubernetesSlice()];
  return [
    { resource: resources.services, namespace, body: service, fields: ['spec'], periodMs: SERVICE_PERIOD_MS },
    { resource: resources.endpoints, namespace, body: endpoints, fields: ['subsets'], periodMs: SERVICE_PERIOD_MS },
    { resource: resources.endpointSlices, namespace, body: slice, fields: ['endpoints', 'ports'], periodMs: SERVICE_PERIOD_MS },
    {
      resource: resources.namespaces,
      namespace: '',
      body: { metadata: { name: 'kube-node-lease' } },
      fields: [],
      periodMs: NAMESPACE_PERIOD_MS,
    },
  ];
}

/** The API server's own Service. Models `pkg/controlplane/controller/kubernetesservice`. */
export function kubernetesService(): KubeObject {
  const labels = { component: 'apiserver', provider: 'kubernetes' };
  const ports = [{ name: 'https', protocol: 'TCP', port: 443, targetPort: API_SERVER_PLACE.port }];
  return { metadata: { name: NAME, labels }, spec: clusterIpSpec(KUBERNETES_SERVICE_IP, ports) } as KubeObject;
}

/** Prevents mirroring into slices: a slice exists already. */
function kubernetesEndpoints(): KubeObject {
  const metadata = { name: NAME, labels: { 'endpointslice.kubernetes.io/skip-mirror': 'true' } };
  return { metadata, subsets: [{ addresses: [{ ip: API_SERVER_PLACE.ip }], ports: [SERVER_PORT] }] } as KubeObject;
}

function kubernetesSlice(): KubeObject {
  const metadata = { name: NAME, labels: { 'kubernetes.io/service-name': NAME } };
  const endpoints = [{ addresses: [API_SERVER_PLACE.ip], conditions: { ready: true } }];
  return { metadata, addressType: 'IPv4', endpoints, ports: [SERVER_PORT] } as KubeObject;
}

function dnsService(): KubeObject {
  const labels = { 'k8s-app': 'kube-dns', 'kubernetes.io/cluster-service': 'true', 'kubernetes.io/name': 'CoreDNS' };
  const ports = [
    { name: 'dns', protocol: 'UDP', port: 53, targetPort: 53 },
    { name: 'dns-tcp', protocol: 'TCP', port: 53, targetPort: 53 },
  ];
  const annotations = { 'klockwork.dev/answered-by': 'nodes' };
  return { metadata: { name: 'kube-dns', labels, annotations }, spec: clusterIpSpec(CLUSTER_DNS_IP, ports) } as KubeObject;
}

function clusterIpSpec(ip: string, ports: readonly object[]): object {
  return {
    type: 'ClusterIP',
    clusterIP: ip,
    clusterIPs: [ip],
    ipFamilies: ['IPv4'],
    ipFamilyPolicy: 'SingleStack',
    sessionAffinity: 'None',
    ports,
  };
}
