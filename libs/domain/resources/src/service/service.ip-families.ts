import { type FieldError, fieldErrors } from '@klockwork/api-machinery';
import { ipFamilyOf } from '../generic/ip.ts';
import { HEADLESS, type Service, type ServiceSpec } from './service.ts';

/** Only address family of the lab. */
const FAMILY = 'IPv4';

/** Sets ipFamilyPolicy and ipFamilies in a single-stack cluster. Models `initIPFamilyFields` of `storage/alloc.go`. */
export function fillIpFamilies({ spec = {} }: Service, previous: Service | undefined): FieldError[] {
  if (spec.type === 'ExternalName') return [];
  const free = spec.clusterIP === HEADLESS && Object.keys(spec.selector ?? {}).length === 0;
  spec.ipFamilyPolicy ??= previous?.spec?.ipFamilyPolicy ?? (free ? 'RequireDualStack' : 'SingleStack');
  const errors = [...pluralErrors(spec), ...foreignAddressErrors(spec)];
  if (errors.length > 0) return errors;
  if (!free) return fillOwned(spec);
  spec.ipFamilies = bothUnlessSingle(spec.ipFamilies ?? [], spec.ipFamilyPolicy);
  return [];
}

function fillOwned(spec: ServiceSpec): FieldError[] {
  const errors = [
    ...(spec.ipFamilyPolicy === 'RequireDualStack'
      ? [fieldErrors.invalid('spec.ipFamilyPolicy', spec.ipFamilyPolicy, 'this cluster is not configured for dual-stack services')]
      : []),
    ...(spec.ipFamilies ?? []).flatMap((family, index) =>
      family === FAMILY ? [] : [fieldErrors.invalid(`spec.ipFamilies[${index}]`, family, 'not configured on this cluster')],
    ),
  ];
  if (errors.length === 0) spec.ipFamilies = [FAMILY];
  return errors;
}

/** A headless Service without selector may declare families that the cluster lacks. */
function bothUnlessSingle(families: readonly string[], policy: string): string[] {
  const first = families[0] ?? FAMILY;
  if (families.length === 2 || policy === 'SingleStack') return [first, ...families.slice(1)];
  return [first, first === 'IPv4' ? 'IPv6' : 'IPv4'];
}

function pluralErrors({ ipFamilyPolicy: policy, clusterIPs = [], ipFamilies = [] }: ServiceSpec): FieldError[] {
  if (policy !== 'SingleStack') return [];
  const rule = (what: string) => `must be 'RequireDualStack' or 'PreferDualStack' when multiple ${what} are specified`;
  return [
    ...(clusterIPs.length === 2 ? [fieldErrors.invalid('spec.ipFamilyPolicy', policy, rule('cluster IPs'))] : []),
    ...(ipFamilies.length === 2 ? [fieldErrors.invalid('spec.ipFamilyPolicy', policy, rule('IP families'))] : []),
  ];
}

function foreignAddressErrors({ clusterIPs = [], ipFamilies = [] }: ServiceSpec): FieldError[] {
  return clusterIPs.flatMap((address, index) => {
    const known = address === HEADLESS || index < ipFamilies.length || ipFamilyOf(address) === FAMILY;
    return known ? [] : [fieldErrors.invalid(`spec.clusterIPs[${index}]`, clusterIPs, 'IPv6 is not configured on this cluster')];
  });
}
