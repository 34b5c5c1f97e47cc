import type { Lister } from '@klockwork/informers';
import type { Service } from 'kubernetes-types/core/v1';

/** Parts of a service's name after the namespace: `svc.cluster.local`, or a beginning of it. */
const DOMAIN = /^(?:svc(?:\.cluster(?:\.local\.?)?)?)?$/;

/**
 * Addresses of a Service by the names its cluster's DNS knows: `name`, `name.namespace`, `name.namespace.svc.cluster.local`.
 * Headless services have no addresses of their own yet.
 */
export function resolveService(services: Lister<Service>, name: string, namespace: string): readonly string[] | undefined {
  const [service = '', space = namespace, ...domain] = name.split('.');
  if (!DOMAIN.test(domain.join('.'))) return undefined;
  const ip = services.get(space, service)?.spec?.clusterIP;
  return ip === undefined || ip === '' || ip === 'None' ? undefined : [ip];
}
