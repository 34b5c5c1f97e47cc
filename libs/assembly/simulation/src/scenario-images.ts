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
 * Catalogue images that scenarios use. Each image costs an event, read by every agent: the whole catalogue would lengthen runs by a third.
 */
export const scenarioImages: readonly ImageDescription[] = BUILT_IN_IMAGES.filter(({ repository }) => REPOSITORIES.has(repository));
