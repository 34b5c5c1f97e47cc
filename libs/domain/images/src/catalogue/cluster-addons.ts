import type { ImageDescription, NeedDescription } from '../description/image-description.ts';
import { type ServerRow, servers } from './rows.ts';

const log = (severity: 'E' | 'F' | 'I', source: string, text: string) => `${severity}{{now:klog}}       1 ${source}] ${text}`;

/** Output of `--target` in wrong form. Models `ValidateFlags` of cluster-proportional-autoscaler 1.8.4. */
const refusedTarget = (line: number, text: string) => [
  log('E', `options.go:${line}`, text),
  log('E', 'autoscaler.go:45', 'failed to validate all input parameters'),
];

const TARGET: readonly NeedDescription[] = [
  { option: '--target', output: refusedTarget(80, '--target parameter cannot be empty') },
  {
    option: '--target',
    values: ['deployment/*', 'replicationcontroller/*', 'replicaset/*'],
    output: refusedTarget(
      86,
      'Target format error. Please use deployment/*, replicationcontroller/* or replicaset/* (not case sensitive).',
    ),
  },
];

/** Output of proxy-server 0.0.37 on an error: of cobra, without the usage, and of its own. */
const proxyError = (text: string) => [`Error: ${text}`, log('E', 'main.go:49', `error: ${text}`)];

/** Needs the file of an option. Models `Validate` of the server's `ProxyRunOptions`. */
function optionFile(option: string, subject: string): NeedDescription {
  const path = `{{value:${option}}}`;
  const text = `failed to validate server options with error checking ${subject} ${path}, got stat ${path}: no such file or directory`;
  return { file: path, output: proxyError(text) };
}

const PROXY_FILES: readonly NeedDescription[] = [
  optionFile('--server-key', 'server key'),
  optionFile('--server-cert', 'server cert'),
  optionFile('--server-ca-cert', 'server CA cert'),
  optionFile('--cluster-key', 'cluster key'),
  optionFile('--cluster-cert', 'cluster cert'),
  optionFile('--cluster-ca-cert', 'cluster CA cert'),
  {
    option: '--cluster-key',
    output: proxyError('failed to run the agent server: failed to load X509 key pair  and : open : no such file or directory'),
  },
];

/** Component of Kubernetes at its secure port. */
const component = (name: string, port: number): ServerRow => ({
  image: `registry.k8s.io/${name}`,
  newest: '1.35.0',
  program: `/usr/local/bin/${name}`,
  ports: [{ port, protocol: 'ANY' }],
  lines: [log('I', 'server.go:224', `"Starting ${name}" version="v{{version}}"`)],
  tools: 'none',
});

/** Addons of clusters, with the conditions of their start. */
export const CLUSTER_ADDONS: readonly ImageDescription[] = servers([
  {
    image: 'registry.k8s.io/cpa/cluster-proportional-autoscaler',
    newest: '1.8.4',
    program: '/cluster-proportional-autoscaler',
    needs: TARGET,
    ports: [{ port: 8080, answers: [{ path: '/healthz' }, { path: '/last-poll' }] }],
    lines: [log('I', 'autoscaler.go:49', 'Scaling Namespace: {{value:--namespace MY_POD_NAMESPACE}}, Target: {{value:--target}}')],
    user: '65532',
    tools: 'none',
    exitCode: 2,
  },
  {
    image: 'registry.k8s.io/kas-network-proxy/proxy-server',
    newest: '0.0.37',
    program: '/proxy-server',
    needs: PROXY_FILES,
    ports: [
      { port: 8091, portFrom: ['--agent-port'], protocol: 'TCP' },
      { port: 8095, portFrom: ['--admin-port'], answers: [{ path: '/metrics' }] },
      { port: 8092, portFrom: ['--health-port'], answers: [{ path: '/healthz', body: 'ok' }] },
    ],
    lines: ['Starting frontend server for client', 'Starting agent server for tunnel', 'Starting admin server for debug'].map(
      (text, index) => log('I', `server.go:${[90, 102, 107][index]}`, `${text} connections.`),
    ),
    tools: 'none',
  },
  component('kube-apiserver', 6443),
  component('kube-controller-manager', 10_257),
  component('kube-scheduler', 10_259),
  component('kube-proxy', 10_256),
  {
    image: 'registry.k8s.io/event-exporter',
    newest: '0.2.3',
    program: '/event-exporter',
    needs: [
      {
        host: 'metadata.google.internal',
        exitCode: 255,
        output: [
          log(
            'F',
            'main.go:75',
            'Failed to initialize sink: failed to build sink config: not running on GCE, which is not supported for Stackdriver sink',
          ),
        ],
      },
    ],
    ports: [{ port: 80, answers: [{ path: '/metrics' }] }],
    tools: 'gnu',
  },
]);
