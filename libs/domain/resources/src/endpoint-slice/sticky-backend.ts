import type { Service } from '../service/service.ts';
import { type Backend, backendAddress } from './backend.ts';

const DEFAULT_AFFINITY_SECONDS = 10_800;

/** Duration of a Service's session affinity since the last connection, in ms. Undefined without affinity. */
export function sessionAffinityMs({ spec }: Service): number | undefined {
  if (spec?.sessionAffinity !== 'ClientIP') return undefined;
  return (spec.sessionAffinityConfig?.clientIP?.timeoutSeconds ?? DEFAULT_AFFINITY_SECONDS) * 1_000;
}

/** Backend at an address of {@link backendAddress}, if still usable. */
export function backendAt(backends: readonly Backend[], address: string | undefined): Backend | undefined {
  return backends.find((backend) => backendAddress(backend) === address);
}
