/** Mirror prefixes with their original prefix in the catalogue. */
const MIRRORS: readonly (readonly [string, string])[] = [
  ['public.ecr.aws/docker/library/', 'docker.io/library/'],
  ['mirror.gcr.io/library/', 'docker.io/library/'],
  ['mirror.gcr.io/', 'docker.io/'],
  ['quay.io/docker/library/', 'docker.io/library/'],
  ['public.ecr.aws/nginx/nginx', 'docker.io/library/nginx'],
  ['public.ecr.aws/bitnami/', 'docker.io/bitnami/'],
  ['docker.io/bitnamilegacy/', 'docker.io/bitnami/'],
  ['k8s.gcr.io/', 'registry.k8s.io/'],
  ['gcr.io/google_containers/', 'registry.k8s.io/'],
  ['gcr.io/google-containers/', 'registry.k8s.io/'],
  ['gcr.io/google_samples/', 'gcr.io/google-samples/'],
  ['gcr.io/kubernetes-e2e-test-images/', 'registry.k8s.io/e2e-test-images/'],
  ['registry.k8s.io/nginx', 'docker.io/library/nginx'],
  ['registry.k8s.io/redis', 'docker.io/library/redis'],
];

/** Original repository of a mirror. */
export function originOf(repository: string): string {
  const mirror = MIRRORS.find(([prefix]) => (prefix.endsWith('/') ? repository.startsWith(prefix) : repository === prefix));
  return mirror === undefined ? repository : originOf(mirror[1] + repository.slice(mirror[0].length));
}
