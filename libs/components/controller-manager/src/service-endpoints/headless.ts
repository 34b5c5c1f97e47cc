import type { Service } from '@klockwork/resources';

/** Marks the endpoints of a Service that has no address of its own. */
export const HEADLESS_LABEL = 'service.kubernetes.io/headless';

/** True for a Service with an address inside of the cluster. Models `IsServiceIPSet`. */
export function hasAddress({ spec }: Service): boolean {
  return spec?.clusterIP !== undefined && spec.clusterIP !== '' && spec.clusterIP !== 'None';
}
