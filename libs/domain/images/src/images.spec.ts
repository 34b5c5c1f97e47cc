import { describe, expect, test } from 'vitest';
import { builtInCatalogue, busyboxVersion, defaultPullPolicy, parseReference, resolveImage } from './index.ts';
import { referenceText } from './reference.ts';

const normalized = (image: string) => {
  const reference = parseReference(image);
  return reference === undefined ? undefined : referenceText(reference);
};

describe('image names', () => {
  test.each([
    ['nginx', 'docker.io/library/nginx:latest'],
    ['nginx:1.25', 'docker.io/library/nginx:1.25'],
    ['curlimages/curl', 'docker.io/curlimages/curl:latest'],
    ['registry.k8s.io/pause:3.10', 'registry.k8s.io/pause:3.10'],
    ['localhost:5000/a/b', 'localhost:5000/a/b:latest'],
    [`nginx@sha256:${'a'.repeat(64)}`, `docker.io/library/nginx@sha256:${'a'.repeat(64)}`],
  ])('%s is %s', (image, name) => expect(normalized(image)).toBe(name));

  test.each(['NGINX', 'nginx:', 'nginx:la test', '', '/nginx', 'a//b', 'nginx@sha256:12'])('%j is not a name', (image) =>
    expect(parseReference(image)).toBeUndefined(),
  );

  test('an image without tag is pulled always, as latest is', () => {
    expect(['nginx', 'nginx:latest', 'nginx:1.25'].map(defaultPullPolicy)).toEqual(['Always', 'Always', 'IfNotPresent']);
  });

  test('a name with capitals is rejected with its reason', () => {
    expect(resolveImage(builtInCatalogue(), 'Nginx:1.25')).toEqual({
      reason: 'InvalidImageName',
      message:
        'Failed to apply default image tag "Nginx:1.25": couldn\'t parse image name "Nginx:1.25": invalid reference format: repository name (library/Nginx) must be lowercase',
    });
  });
});

describe('the built-in catalogue', () => {
  test.each([
    'nginx',
    'nginx:1.14.2',
    'nginx:1.27-alpine',
    'nginx:alpine',
    'busybox:1.28',
    'redis:7.2-alpine',
    'postgres:16.3-bookworm',
    'mysql:8.0',
    'mariadb:11.4',
    'mongo:7.0',
    'python:3.12-slim',
    'node:22-alpine3.20',
    'golang:1.24',
    'debian:bookworm-slim',
    'ubuntu:24.04',
    'alpine:3.20',
    'httpd:2.4',
    'hello-world',
    'polinux/stress',
    'vish/stress',
    'traefik/whoami:v1.10',
    'curlimages/curl:8.10.1',
    'registry.k8s.io/e2e-test-images/agnhost:2.53',
    'registry.k8s.io/pause:3.10.1',
    'registry.k8s.io/echoserver:1.4',
    'registry.k8s.io/nginx-slim:0.8',
    'memcached:1.6',
    'hashicorp/http-echo',
    'gcr.io/google-samples/hello-app:1.0',
    'k8s.gcr.io/echoserver:1.10',
    'k8s.gcr.io/pause:3.9',
    'k8s.gcr.io/busybox',
    'nicolaka/netshoot',
    'nginxdemos/hello:plain-text',
    'kennethreitz/httpbin',
    'ghcr.io/stefanprodan/podinfo:6.9.0',
    'tomcat:11',
    'php:8.4-apache',
    'public.ecr.aws/docker/library/nginx:1.29',
    'public.ecr.aws/nginx/nginx:1.29',
    'bitnami/redis:7.2.4-debian-12-r0',
    'registry.k8s.io/hpa-example',
    'wordpress:6.2.1-apache',
    'registry.k8s.io/e2e-test-images/busybox:1.29-4',
    'registry.k8s.io/e2e-test-images/nginx:1.15-4',
    'gcr.io/google_samples/gb-frontend:v5',
    'registry.k8s.io/kubernetes-zookeeper:1.0-3.4.10',
    'quay.io/fluentd_elasticsearch/fluentd:v2.5.2',
    'gcr.io/google-samples/xtrabackup:1.0',
  ])('the catalogue has %s', (image) => expect(resolveImage(builtInCatalogue(), image)).toMatchObject({ sizeBytes: expect.any(Number) }));

  test.each([
    ['nginx', '1.29.3'],
    ['nginx:alpine', '1.29.3'],
    ['nginx:stable-perl', '1.28.0'],
    ['nginx:1.27-alpine', '1.27.5'],
    ['nginx:1.14.2', '1.14.2'],
    ['postgres:16', '16.11'],
    ['mysql:8', '8.4.7'],
    ['ubuntu:jammy', '22.04'],
    ['traefik/whoami:v1.10', '1.10'],
    ['gcr.io/google-samples/hello-app:1.0', '1.0.0'],
    ['k8s.gcr.io/echoserver:1.10', '1.10'],
    ['hello-world', 'latest'],
    ['docker.io/jocatalin/kubernetes-bootcamp:v2', '2'],
  ])('the image %s is of version %s', (image, version) => expect(resolveImage(builtInCatalogue(), image)).toMatchObject({ version }));

  test.each(['my-app:1.0.0-xyz', 'helloimage', 'nginx:1.161', 'busybox:1.99', 'gcr.io/google-samples/kubernetes-bootcamp:v10'])(
    'the catalogue lacks %s',
    (image) => expect(resolveImage(builtInCatalogue(), image)).toMatchObject({ reason: 'ErrImagePull' }),
  );

  test("a missing image is rejected with containerd's message", () => {
    const name = 'docker.io/library/my-app:1.0.0-xyz';
    expect(resolveImage(builtInCatalogue(), 'my-app:1.0.0-xyz')).toEqual({
      reason: 'ErrImagePull',
      message: `rpc error: code = NotFound desc = failed to pull and unpack image "${name}": failed to resolve reference "${name}": ${name}: not found; to run it as a stand-in: npx klockwork images allow my-app`,
    });
  });

  test('an image has equal ids on all nodes, and different ids for different tags', () => {
    const id = (image: string) => (resolveImage(builtInCatalogue(), image) as { imageId: string }).imageId;
    expect(id('nginx')).toMatch(/^docker\.io\/library\/nginx@sha256:[0-9a-f]{64}$/);
    expect(id('nginx')).toBe(id('docker.io/library/nginx:latest'));
    expect(id('nginx')).not.toBe(id('nginx:1.25'));
    expect(id(id('nginx'))).toBe(id('nginx'));
  });
});

test.each([
  ['busybox:1.28', '1.28.4'],
  ['busybox', '1.37.0'],
  ['busybox:musl', '1.37.0'],
  ['alpine:3.20', '1.36.1'],
  ['alpine', '1.37.0'],
  ['nginx:1.27', '1.36.1'],
])('%s carries BusyBox %s', (image, version) => {
  const resolved = resolveImage(builtInCatalogue(), image);
  expect('imageId' in resolved && busyboxVersion(resolved)).toBe(version);
});
