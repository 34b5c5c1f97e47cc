import type { Service } from '@klockwork/resources';

/** Label on endpoints of a headless Service. */
export const HEADLESS_LABEL = 'service.kubernetes.io/headless';

/** True for a Service with a cluster IP. Models `IsServiceIPSet`. */
export function hasAddress({ spec }: Service): boolean {
  return spec?.clusterIP !== undefined && spec.clusterIP !== '' && spec.clusterIP !== 'None';
}
