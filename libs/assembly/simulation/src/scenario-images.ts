import { BUILT_IN_IMAGES, type ImageDescription } from '@klockwork/images';

/** Repositories that pods of scenarios, stories and generated objects name. */
const REPOSITORIES: ReadonlySet<string> = new Set([
  'docker.io/library/busybox',
  'docker.io/library/httpd',
  'docker.io/library/nginx',
  'docker.io/library/postgres',
  'docker.io/library/redis',
  'registry.k8s.io/busybox',
  'registry.k8s.io/e2e-test-images/agnhost',
  'registry.k8s.io/etcd',
  'registry.k8s.io/goproxy',
]);

/**
 * Images of a simulated cluster: the part of the catalogue that scenarios use. A new cluster writes an event for each of them, and every
 * agent reads it, so the whole catalogue makes a run about a third longer.
 */
export const scenarioImages: readonly ImageDescription[] = BUILT_IN_IMAGES.filter(({ repository }) => REPOSITORIES.has(repository));
