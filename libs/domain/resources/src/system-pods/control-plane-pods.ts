import type { Container, Pod, Probe } from '@klockwork/kubernetes-types';

/** Images of the control plane of Kubernetes 1.35, as kubeadm chooses them. */
const VERSION = 'v1.35.0';
const ETCD_IMAGE = 'registry.k8s.io/etcd:3.6.6-0';

/** Component of the control plane, as a row of kubeadm's manifests. */
interface Component {
  readonly name: string;
  readonly image: string;
  readonly cpu: string;
  readonly memory?: string;
  readonly command: readonly string[];
  readonly port: { readonly name: string; readonly number: number };
  /** Host and scheme of probes. */
  readonly probes: { readonly host: string; readonly scheme: 'HTTP' | 'HTTPS'; readonly ready?: string };
  readonly annotations?: Readonly<Record<string, string>>;
  /** Folders and files of the host: name, path, type. */
  readonly mounts: readonly (readonly [name: string, path: string, type: 'DirectoryOrCreate' | 'FileOrCreate'])[];
}

/** Returns the static pods of a control plane node. Models `cmd/kubeadm/app/phases/controlplane/manifests.go` and `phases/etcd`. */
export function controlPlanePods(node: string, address: string): Pod[] {
  return [etcd(node, address), apiServer(address), controllerManager(), scheduler()].map(staticPod);
}

function etcd(node: string, address: string): Component {
  const client = `https://${address}:2379`;
  return {
    name: 'etcd',
    image: ETCD_IMAGE,
    cpu: '100m',
    memory: '100Mi',
    command: [
      'etcd',
      `--advertise-client-urls=${client}`,
      '--data-dir=/var/lib/etcd',
      `--listen-client-urls=https://127.0.0.1:2379,${client}`,
      '--listen-metrics-urls=http://127.0.0.1:2381',
      `--name=${node}`,
    ],
    port: { name: 'probe-port', number: 2381 },
    probes: { host: '127.0.0.1', scheme: 'HTTP', ready: '/readyz' },
    annotations: { 'kubeadm.kubernetes.io/etcd.advertise-client-urls': client },
    mounts: [
      ['etcd-data', '/var/lib/etcd', 'DirectoryOrCreate'],
      ['etcd-certs', '/etc/kubernetes/pki/etcd', 'DirectoryOrCreate'],
    ],
  };
}

function apiServer(address: string): Component {
  return {
    name: 'kube-apiserver',
    image: `registry.k8s.io/kube-apiserver:${VERSION}`,
    cpu: '250m',
    command: [
      'kube-apiserver',
      `--advertise-address=${address}`,
      '--authorization-mode=Node,RBAC',
      '--etcd-servers=https://127.0.0.1:2379',
      '--secure-port=6443',
      '--service-cluster-ip-range=10.96.0.0/12',
    ],
    port: { name: 'probe-port', number: 6443 },
    probes: { host: address, scheme: 'HTTPS', ready: '/readyz' },
    annotations: { 'kubeadm.kubernetes.io/kube-apiserver.advertise-address.endpoint': `${address}:6443` },
    mounts: [['k8s-certs', '/etc/kubernetes/pki', 'DirectoryOrCreate']],
  };
}

function controllerManager(): Component {
  return {
    name: 'kube-controller-manager',
    image: `registry.k8s.io/kube-controller-manager:${VERSION}`,
    cpu: '200m',
    command: [
      'kube-controller-manager',
      '--allocate-node-cidrs=true',
      '--bind-address=127.0.0.1',
      '--cluster-cidr=10.244.0.0/14',
      '--kubeconfig=/etc/kubernetes/controller-manager.conf',
      '--leader-elect=true',
    ],
    port: { name: 'probe-port', number: 10_257 },
    probes: { host: '127.0.0.1', scheme: 'HTTPS' },
    mounts: [
      ['k8s-certs', '/etc/kubernetes/pki', 'DirectoryOrCreate'],
      ['kubeconfig', '/etc/kubernetes/controller-manager.conf', 'FileOrCreate'],
    ],
  };
}

function scheduler(): Component {
  return {
    name: 'kube-scheduler',
    image: `registry.k8s.io/kube-scheduler:${VERSION}`,
    cpu: '100m',
    command: ['kube-scheduler', '--bind-address=127.0.0.1', '--kubeconfig=/etc/kubernetes/scheduler.conf', '--leader-elect=true'],
    port: { name: 'probe-port', number: 10_259 },
    probes: { host: '127.0.0.1', scheme: 'HTTPS', ready: '/readyz' },
    mounts: [['kubeconfig', '/etc/kubernetes/scheduler.conf', 'FileOrCreate']],
  };
}

function staticPod({ name, annotations, mounts, ...component }: Component): Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace: 'kube-system',
      labels: { component: name, tier: 'control-plane' },
      ...(annotations && { annotations }),
    },
    spec: {
      containers: [container(name, component, mounts)],
      hostNetwork: true,
      priority: 2_000_001_000,
      priorityClassName: 'system-node-critical',
      securityContext: { seccompProfile: { type: 'RuntimeDefault' } },
      volumes: mounts.map(([volume, path, type]) => ({ name: volume, hostPath: { path, type } })),
    },
  };
}

function container(
  name: string,
  { image, command, cpu, memory, port, probes }: Omit<Component, 'name' | 'annotations' | 'mounts'>,
  mounts: Component['mounts'],
): Container {
  const health = probes.ready === undefined ? '/healthz' : '/livez';
  const probe = (path: string): Probe => ({
    httpGet: { host: probes.host, path, port: port.name, scheme: probes.scheme },
    timeoutSeconds: 15,
  });
  return {
    name,
    image,
    imagePullPolicy: 'IfNotPresent',
    command: [...command],
    ports: [{ name: port.name, containerPort: port.number, protocol: 'TCP' }],
    resources: { requests: { cpu, ...(memory !== undefined && { memory }) } },
    startupProbe: { ...probe(health), initialDelaySeconds: 10, periodSeconds: 10, failureThreshold: 24 },
    livenessProbe: { ...probe(health), initialDelaySeconds: 10, periodSeconds: 10, failureThreshold: 8 },
    ...(probes.ready !== undefined && { readinessProbe: { ...probe(probes.ready), periodSeconds: 1, failureThreshold: 3 } }),
    volumeMounts: mounts.map(([volume, path]) => ({ name: volume, mountPath: path, readOnly: volume !== 'etcd-data' })),
  };
}
