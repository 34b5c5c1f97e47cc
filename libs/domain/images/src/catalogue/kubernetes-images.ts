import type { ImageDescription, ProgramDescription } from '../description/image-description.ts';
import { AGNHOST } from './agnhost.ts';
import { BASE_IMAGES } from './base-images.ts';
import { DATABASES } from './databases.ts';
import { GO_SIGNALS, pages } from './parts.ts';
import { WEB_SERVERS } from './web-servers.ts';

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

const AGNHOST_IMAGE: Omit<ImageDescription, 'repository' | 'tags'> = {
  size: '53876480',
  entrypoint: ['/agnhost'],
  command: ['pause'],
  tools: 'busybox',
  programs: { agnhost: AGNHOST, 'agnhost-2': AGNHOST, curl: { tool: 'curl' }, dig: { tool: 'dig' }, nc: { tool: 'openbsd-nc' } },
};

/** Official image under a tag of registry.k8s.io. */
function published(images: readonly ImageDescription[], name: string, tag: string): ImageDescription[] {
  const original = images.filter(({ repository }) => repository === `docker.io/library/${name}`);
  return original.map((image) => ({ ...image, repository: `registry.k8s.io/${name}`, tags: [...image.tags, tag] }));
}

/** Copies of official images used in Kubernetes' tests, with their own tags. */
function copies(images: readonly ImageDescription[], name: string, tag: string): ImageDescription[] {
  const original = images.filter(({ repository }) => repository === `docker.io/library/${name}`);
  return original.map(({ variants: _, ...image }) => ({ ...image, repository: `registry.k8s.io/e2e-test-images/${name}`, tags: [tag] }));
}

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
  { ...AGNHOST_IMAGE, repository: 'registry.k8s.io/e2e-test-images/agnhost', tags: ['2.{1..69}', '2.{1..69}.{0..99}'] },
  ...['kitten', 'nautilus'].map((name) => ({
    ...AGNHOST_IMAGE,
    repository: `registry.k8s.io/e2e-test-images/${name}`,
    tags: ['1.{0..9}'],
    command: ['test-webserver'],
  })),
  {
    repository: 'registry.k8s.io/e2e-test-images/nonewprivs',
    tags: ['1.{0..9}'],
    size: '7107254',
    command: ['nnp'],
    tools: 'busybox',
    programs: { nnp: { tool: 'nnp' } },
  },
  {
    repository: 'registry.k8s.io/e2e-test-images/nonroot',
    tags: ['1.{0..9}'],
    size: '17748448',
    command: ['bash'],
    tools: 'gnu',
    user: '1234',
  },
  {
    repository: 'registry.k8s.io/e2e-test-images/resource-consumer',
    tags: ['1.{0..99}'],
    size: '28391540',
    entrypoint: ['/consumer'],
    tools: 'gnu',
    programs: { consumer: { tool: 'resource-consumer' }, 'consume-cpu': { tool: 'consume-cpu' }, stress: { tool: 'stress' } },
  },
  {
    repository: 'registry.k8s.io/e2e-test-images/sample-apiserver',
    tags: ['1.{17..35}.{0..99}'],
    size: '39252224',
    entrypoint: ['/sample-apiserver'],
    tools: 'none',
    programs: { 'sample-apiserver': { tool: 'sample-apiserver' } },
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
  ...published(DATABASES, 'redis', 'e2e'),
  ...copies(BASE_IMAGES, 'busybox', '1.{29..37}{,.[0-9]}-[1-9]'),
  ...copies(WEB_SERVERS, 'nginx', '1.{14..29}{,.[0-9]}-{1..9}{,-alpine,-slim}'),
  ...copies(WEB_SERVERS, 'httpd', '2.4.{38..65}{,-alpine}{,-[1-9]}'),
  {
    repository: 'registry.k8s.io/busybox',
    tags: ['latest', '1.24', '1.27', '1.27.2'],
    size: '1130496',
    command: ['sh'],
    tools: 'busybox',
  },
];
