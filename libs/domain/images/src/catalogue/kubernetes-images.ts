import type { Image, Program } from '../image.ts';

const PAUSE: Program = { kind: 'serve', lines: [], onTerm: { code: 0, lines: ['Shutting down, got signal: Terminated'] } };

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
    programs: { agnhost: { kind: 'serve', lines: ['Paused'], onTerm: { code: 2, lines: [] } } },
  },
  {
    repository: 'registry.k8s.io/echoserver',
    tags: /^1\.(?:[0-9]|10)$/,
    sizeBytes: 46_237_696,
    entrypoint: [],
    command: ['/usr/local/bin/run.sh'],
    environment: {},
    tools: 'gnu',
    programs: { 'run.sh': { kind: 'serve', port: 8080, lines: ['Generating self-signed cert', 'Starting nginx'], onTerm: 'ignore' } },
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
