import type { ImageDescription, ProgramDescription } from '../description/image-description.ts';
import { AGNHOST } from './agnhost.ts';
import { GO_SIGNALS, pages } from './parts.ts';

const PAUSE: ProgramDescription = { signals: { TERM: { output: ['Shutting down, got signal: Terminated'] } } };

const ETCD: ProgramDescription = {
  listens: [
    { port: 2379, protocol: 'GRPC' },
    { port: 2380, protocol: 'TCP' },
    { port: 2381, answers: pages('/health', '/livez', '/readyz') },
  ],
  output: ['{"level":"info","ts":"{{now:rfc3339}}","caller":"etcdmain/etcd.go:73","msg":"Running: ","args":["etcd"]}'],
  signals: { TERM: {} },
};

/** Images of Kubernetes' own documents and tests. */
export const KUBERNETES_IMAGES: readonly ImageDescription[] = [
  {
    repository: 'registry.k8s.io/pause',
    tags: ['latest', '[1-3].[0-9]', '3.10', '3.{1..10}.[0-9]'],
    size: '320448',
    entrypoint: ['/pause'],
    tools: 'none',
    programs: { pause: PAUSE },
  },
  {
    repository: 'registry.k8s.io/e2e-test-images/agnhost',
    tags: ['2.{1..69}', '2.{1..69}.{0..99}'],
    size: '53876480',
    entrypoint: ['/agnhost'],
    command: ['pause'],
    tools: 'busybox',
    programs: { agnhost: AGNHOST, curl: { tool: 'curl' }, dig: { tool: 'dig' } },
  },
  {
    repository: 'registry.k8s.io/goproxy',
    tags: ['0.1'],
    size: '1698862',
    entrypoint: ['/goproxy'],
    tools: 'none',
    programs: { goproxy: { listens: [{ port: 8080, protocol: 'TCP' }], signals: GO_SIGNALS } },
  },
  {
    repository: 'registry.k8s.io/etcd',
    tags: ['3.[3-6].{0..99}-[0-9]'],
    size: '98888614',
    command: ['etcd'],
    tools: 'none',
    programs: { etcd: ETCD },
  },
  {
    repository: 'registry.k8s.io/echoserver',
    tags: ['1.{0..10}'],
    size: '46237696',
    command: ['/usr/local/bin/run.sh'],
    tools: 'gnu',
    programs: {
      'run.sh': {
        listens: [{ port: 8080 }],
        output: ['Generating self-signed cert', 'Starting nginx'],
        signals: { TERM: { ignore: true } },
      },
    },
  },
  {
    repository: 'registry.k8s.io/busybox',
    tags: ['latest', '1.24', '1.27', '1.27.2'],
    size: '1130496',
    command: ['sh'],
    tools: 'busybox',
  },
];
