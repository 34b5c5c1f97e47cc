import type { Image, Program } from '../image.ts';
import { AGNHOST } from './agnhost.ts';

const PAUSE: Program = { kind: 'serve', lines: [], onTerm: { code: 0, lines: ['Shutting down, got signal: Terminated'] } };

const ETCD: Program = {
  kind: 'serve',
  listens: [
    { port: 2379, speaks: 'grpc' },
    { port: 2380, speaks: 'tcp' },
    { port: 2381, speaks: 'http', paths: { '/health': 200, '/livez': 200, '/readyz': 200 } },
  ],
  lines: ['{"level":"info","ts":"{{now:rfc3339}}","caller":"etcdmain/etcd.go:73","msg":"Running: ","args":["etcd"]}'],
  onTerm: { code: 0, lines: [] },
};

/** Images of Kubernetes' own documents and tests. */
export const KUBERNETES_IMAGES: readonly Image[] = [
  {
    repository: 'registry.k8s.io/pause',
    tags: /^(?:latest|3\.(?:\d|10)(?:\.\d)?|\d\.\d)$/,
    sizeBytes: 320_448,
    entrypoint: ['/pause'],
    command: [],
    environment: {},
    tools: 'none',
    programs: { pause: PAUSE },
  },
  {
    repository: 'registry.k8s.io/e2e-test-images/agnhost',
    tags: /^2\.(?:[1-9]|[1-6]\d)(?:\.\d+)?$/,
    sizeBytes: 53_876_480,
    entrypoint: ['/agnhost'],
    command: ['pause'],
    environment: {},
    tools: 'busybox',
    programs: { agnhost: AGNHOST },
  },
  {
    repository: 'registry.k8s.io/goproxy',
    tags: /^0\.1$/,
    sizeBytes: 1_698_862,
    entrypoint: ['/goproxy'],
    command: [],
    environment: {},
    tools: 'none',
    programs: { goproxy: { kind: 'serve', listens: [{ port: 8080, speaks: 'tcp' }], lines: [], onTerm: { code: 2, lines: [] } } },
  },
  {
    repository: 'registry.k8s.io/etcd',
    tags: /^3\.[3-6]\.\d{1,2}-\d$/,
    sizeBytes: 98_888_614,
    entrypoint: [],
    command: ['etcd'],
    environment: {},
    tools: 'none',
    programs: { etcd: ETCD },
  },
  {
    repository: 'registry.k8s.io/echoserver',
    tags: /^1\.(?:[0-9]|10)$/,
    sizeBytes: 46_237_696,
    entrypoint: [],
    command: ['/usr/local/bin/run.sh'],
    environment: {},
    tools: 'gnu',
    programs: {
      'run.sh': {
        kind: 'serve',
        listens: [{ port: 8080, speaks: 'http' }],
        lines: ['Generating self-signed cert', 'Starting nginx'],
        onTerm: 'ignore',
      },
    },
  },
  {
    repository: 'registry.k8s.io/busybox',
    tags: /^(?:latest|1\.27(?:\.2)?|1\.24)$/,
    sizeBytes: 1_130_496,
    entrypoint: [],
    command: ['sh'],
    environment: {},
    tools: 'busybox',
    programs: {},
  },
];
