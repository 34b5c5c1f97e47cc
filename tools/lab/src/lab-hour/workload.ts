/** Programs that exit at once, soon, or with their own error code. */
export const CRASHERS: readonly { readonly name: string; readonly program: string; readonly node: string }[] = [
  { name: 'crash-at-once', program: 'exit 1', node: 'node-1' },
  { name: 'crash-late', program: 'sleep 2.5; exit 3', node: 'node-2' },
  { name: 'crash-talking', program: 'echo no such file; sleep 0.3; exit 127', node: 'node-3' },
];

const PROBED = ['probed-1', 'probed-2', 'probed-3', 'probed-4', 'probed-5', 'probed-6'];
const NODES = 3;

/** Workload object and its collection path. */
export interface Manifest {
  readonly path: string;
  readonly body: object;
}

/**
 * Initial workload of a lab hour: crash loops, probed pods, a pod that runs for more than ten minutes, a Deployment. `from` is lab time,
 * ms.
 */
export function labHourManifests(from: number): Manifest[] {
  return [
    ...CRASHERS.map(({ name, program, node }) => pod(name, node, { command: ['sh', '-c', program] })),
    pod('crash-seldom', 'node-1', { command: ['sh', '-c', seldomProgram(from)] }),
    ...PROBED.map((name, index) => pod(name, `node-${(index % NODES) + 1}`, probed(index))),
    deployment('web', NODES, { nodeSelector: onNode('node-1') }),
  ];
}

/** Pods that must move after a node loss: created while other nodes are cordoned. */
export const MOVERS: Manifest = deployment('mover', 2);

/** Patch that triggers a rollout. */
export const ROLLOUT = { spec: { template: { spec: { containers: [{ name: 'web', image: 'nginx:1.27' }] } } } };

/** Fails at once for two minutes, runs for more than ten, then fails again: its back-off must restart. */
function seldomProgram(from: number): string {
  const seconds = Math.floor(from / 1_000);
  return `t=$(date +%s); [ $t -ge ${seconds + 120} ] && [ $t -lt ${seconds + 840} ] && sleep 700; exit 1`;
}

/** Pods are pinned to nodes, so that all runs are equal. */
function onNode(node: string): object {
  return { 'kubernetes.io/hostname': node };
}

function pod(name: string, node: string, container: object): Manifest {
  const body = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name },
    spec: {
      nodeSelector: onNode(node),
      containers: [{ name: 'main', image: 'busybox', ...container }],
    },
  };
  return { path: '/api/v1/namespaces/default/pods', body };
}

/** Probes of both kinds, at periods and delays that fall together now and then. */
function probed(index: number): object {
  const exec = { command: ['true'] };
  return {
    command: ['sh', '-c', 'sleep 86400'],
    livenessProbe: { exec, periodSeconds: 10, initialDelaySeconds: index },
    readinessProbe: { exec, periodSeconds: 5 + index },
  };
}

/** Deployment with a fixed rollout order, one pod at a time. */
function deployment(name: string, replicas: number, podSpec: object = {}): Manifest {
  const labels = { app: name };
  const spec = {
    replicas,
    selector: { matchLabels: labels },
    strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
    template: { metadata: { labels }, spec: { ...podSpec, containers: [{ name, image: 'nginx:1.26' }] } },
  };
  return {
    path: '/apis/apps/v1/namespaces/default/deployments',
    body: { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name }, spec },
  };
}
