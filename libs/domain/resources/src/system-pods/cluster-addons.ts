import type { ResourceRef } from '../kind.ts';
import type { KubeObject } from '../object.ts';
import { resources } from '../resource-refs.ts';

/** Object of an addon. */
export interface AddonObject {
  readonly resource: ResourceRef;
  readonly object: KubeObject;
}

const NAMESPACE = 'kube-system';
const DNS = { 'k8s-app': 'kube-dns' } as const;
const PROXY = { 'k8s-app': 'kube-proxy' } as const;
const COREFILE = `.:53 {
    errors
    health {
       lameduck 5s
    }
    ready
    kubernetes cluster.local in-addr.arpa ip6.arpa {
       pods insecure
       fallthrough in-addr.arpa ip6.arpa
       ttl 30
    }
    prometheus :9153
    forward . /etc/resolv.conf {
       max_concurrent 1000
    }
    cache 30 {
       disable success cluster.local
       disable denial cluster.local
    }
    loop
    reload
    loadbalance
}
`;

/** Returns the objects of CoreDNS and kube-proxy in order of their creation. Models `cmd/kubeadm/app/phases/addons`. */
export function clusterAddons(): AddonObject[] {
  return [
    ...['coredns', 'kube-proxy'].map((name) => addon(resources.serviceAccounts, name, {})),
    addon(resources.configMaps, 'coredns', { data: { Corefile: COREFILE } }),
    addon(resources.configMaps, 'kube-proxy', {
      metadata: { labels: { app: 'kube-proxy' } },
      data: { 'config.conf': 'apiVersion: kubeproxy.config.k8s.io/v1alpha1\nkind: KubeProxyConfiguration\nclusterCIDR: 10.244.0.0/14\n' },
    }),
    addon(resources.deployments, 'coredns', { metadata: { labels: DNS }, spec: coreDns() }),
    addon(resources.daemonSets, 'kube-proxy', { metadata: { labels: PROXY }, spec: kubeProxy() }),
  ];
}

function addon(resource: ResourceRef, name: string, more: { readonly metadata?: object; readonly [field: string]: unknown }): AddonObject {
  const { group, version, kind } = resource;
  const apiVersion = group === '' ? version : `${group}/${version}`;
  return { resource, object: { apiVersion, kind, ...more, metadata: { ...more.metadata, name, namespace: NAMESPACE } } as KubeObject };
}

function coreDns(): object {
  const probe = (path: string, port: string) => ({ httpGet: { path, port, scheme: 'HTTP' } });
  const container = {
    name: 'coredns',
    image: 'registry.k8s.io/coredns/coredns:v1.13.1',
    imagePullPolicy: 'IfNotPresent',
    args: ['-conf', '/etc/coredns/Corefile'],
    resources: { limits: { memory: '170Mi' }, requests: { cpu: '100m', memory: '70Mi' } },
    ports: [
      { name: 'dns', containerPort: 53, protocol: 'UDP' },
      { name: 'dns-tcp', containerPort: 53, protocol: 'TCP' },
      { name: 'metrics', containerPort: 9153, protocol: 'TCP' },
      { name: 'liveness-probe', containerPort: 8080, protocol: 'TCP' },
      { name: 'readiness-probe', containerPort: 8181, protocol: 'TCP' },
    ],
    livenessProbe: { ...probe('/health', 'liveness-probe'), initialDelaySeconds: 60, timeoutSeconds: 5, failureThreshold: 5 },
    readinessProbe: probe('/ready', 'readiness-probe'),
    securityContext: {
      allowPrivilegeEscalation: false,
      capabilities: { add: ['NET_BIND_SERVICE'], drop: ['ALL'] },
      readOnlyRootFilesystem: true,
    },
    volumeMounts: [{ name: 'config-volume', mountPath: '/etc/coredns', readOnly: true }],
  };
  const apart = { labelSelector: { matchExpressions: [{ key: 'k8s-app', operator: 'In', values: ['kube-dns'] }] } };
  const term = { weight: 100, podAffinityTerm: { ...apart, topologyKey: 'kubernetes.io/hostname' } };
  return {
    replicas: 2,
    strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1 } },
    selector: { matchLabels: DNS },
    template: {
      metadata: { labels: DNS },
      spec: {
        priorityClassName: 'system-cluster-critical',
        serviceAccountName: 'coredns',
        affinity: { podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [term] } },
        tolerations: [
          { key: 'CriticalAddonsOnly', operator: 'Exists' },
          { key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' },
        ],
        nodeSelector: { 'kubernetes.io/os': 'linux' },
        containers: [container],
        dnsPolicy: 'Default',
        volumes: [{ name: 'config-volume', configMap: { name: 'coredns', items: [{ key: 'Corefile', path: 'Corefile' }] } }],
      },
    },
  };
}

function kubeProxy(): object {
  const container = {
    name: 'kube-proxy',
    image: 'registry.k8s.io/kube-proxy:v1.35.0',
    imagePullPolicy: 'IfNotPresent',
    command: ['/usr/local/bin/kube-proxy', '--config=/var/lib/kube-proxy/config.conf', '--hostname-override=$(NODE_NAME)'],
    securityContext: { privileged: true },
    env: [{ name: 'NODE_NAME', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } }],
    volumeMounts: [
      { name: 'kube-proxy', mountPath: '/var/lib/kube-proxy' },
      { name: 'xtables-lock', mountPath: '/run/xtables.lock' },
      { name: 'lib-modules', mountPath: '/lib/modules', readOnly: true },
    ],
  };
  return {
    selector: { matchLabels: PROXY },
    updateStrategy: { type: 'RollingUpdate' },
    template: {
      metadata: { labels: PROXY },
      spec: {
        priorityClassName: 'system-node-critical',
        containers: [container],
        hostNetwork: true,
        serviceAccountName: 'kube-proxy',
        volumes: [
          { name: 'kube-proxy', configMap: { name: 'kube-proxy' } },
          { name: 'xtables-lock', hostPath: { path: '/run/xtables.lock', type: 'FileOrCreate' } },
          { name: 'lib-modules', hostPath: { path: '/lib/modules' } },
        ],
        tolerations: [{ operator: 'Exists' }],
        nodeSelector: { 'kubernetes.io/os': 'linux' },
      },
    },
  };
}
