import { type FieldError, fieldErrors, ipAddress } from '@klockwork/api-machinery';
import { complaints } from '../generic/field-checks.ts';
import { ipFamilyOf } from '../generic/ip.ts';
import { HEADLESS, isHeadless, type Service, type ServiceSpec } from './service.ts';

const FAMILIES = ['IPv4', 'IPv6'];
const FAMILY_POLICIES = ['PreferDualStack', 'RequireDualStack', 'SingleStack'];
const FIXED = 'may not change once set';

/** Validates clusterIP, clusterIPs, ipFamilies and ipFamilyPolicy. Models `ValidateServiceClusterIPsRelatedFields`. */
export function validateAddresses(service: Service): FieldError[] {
  const spec = service.spec ?? {};
  if (spec.type === 'ExternalName') return [];
  const addressProblems = addressErrors(spec.clusterIPs ?? []);
  return [
    ...pairErrors(spec),
    ...familyErrors(spec.ipFamilies ?? []),
    ...policyErrors(spec.ipFamilyPolicy),
    ...addressProblems.errors,
    // Errors about families would mislead for malformed addresses.
    ...(addressProblems.malformed ? [] : stackErrors(service, spec)),
  ];
}

/** Keeps an allocated address. Models `validateUpgradeDowngradeClusterIPs` and `validateUpgradeDowngradeIPFamilies`. */
export function validateAddressUpdate(next: Service, previous: Service): FieldError[] {
  if (next.spec?.type === 'ExternalName' || previous.spec?.type === 'ExternalName') return [];
  const [isNow, wasBefore] = [isHeadless(next), isHeadless(previous)];
  const addresses = isNow && wasBefore ? [] : addressChangeErrors(next.spec ?? {}, previous.spec ?? {});
  return [...addresses, ...(isNow || wasBefore ? [] : familyChangeErrors(next.spec ?? {}, previous.spec ?? {}))];
}

function pairErrors({ clusterIP = '', clusterIPs = [] }: ServiceSpec): FieldError[] {
  if (clusterIP === '')
    return clusterIPs.length > 0
      ? [fieldErrors.invalid('spec.clusterIPs', clusterIPs, 'must be empty when `clusterIP` is not specified')]
      : [];
  if (clusterIPs.length === 0) return [fieldErrors.required('spec.clusterIPs')];
  return clusterIPs[0] === clusterIP ? [] : [fieldErrors.invalid('spec.clusterIPs', clusterIPs, 'first value must match `clusterIP`')];
}

function familyErrors(families: readonly string[]): FieldError[] {
  return families.flatMap((family, index) => [
    ...(FAMILIES.includes(family) ? [] : [fieldErrors.notSupported(`spec.ipFamilies[${index}]`, family, FAMILIES)]),
    ...(families.indexOf(family) < index ? [fieldErrors.duplicate(`spec.ipFamilies[${index}]`, family)] : []),
  ]);
}

function policyErrors(policy: string | undefined): FieldError[] {
  if (policy === undefined || FAMILY_POLICIES.includes(policy)) return [];
  return [fieldErrors.notSupported('spec.ipFamilyPolicy', policy, FAMILY_POLICIES)];
}

function addressErrors(addresses: readonly string[]): { errors: FieldError[]; malformed: boolean } {
  const errors = addresses.flatMap((address, index) => {
    if (index > 0 || address !== HEADLESS) return complaints(address, ipAddress(address), `spec.clusterIPs[${index}]`);
    return addresses.length > 1 ? [fieldErrors.invalid('spec.clusterIPs', addresses, "'None' must be the first and only value")] : [];
  });
  const tooMany = addresses.length > 2 ? [fieldErrors.invalid('spec.clusterIPs', addresses, 'may only hold up to 2 values')] : [];
  return { errors: [...errors, ...tooMany], malformed: errors.length > 0 };
}

function stackErrors(service: Service, { clusterIPs = [], ipFamilies = [] }: ServiceSpec): FieldError[] {
  const families = clusterIPs.map(ipFamilyOf);
  const sameFamily = clusterIPs.length > 1 && new Set(families).size < families.length;
  const twice = sameFamily
    ? [fieldErrors.invalid('spec.clusterIPs', clusterIPs, 'may specify no more than one IP for each IP family')]
    : [];
  if (isHeadless(service)) return twice;
  const mismatchedErrors = clusterIPs.flatMap((address, index) => {
    const wantedFamily = ipFamilies[index];
    if (wantedFamily === undefined || wantedFamily === families[index]) return [];
    return [
      fieldErrors.invalid(
        `spec.clusterIPs[${index}]`,
        address,
        `expected an ${wantedFamily} value as indicated by \`ipFamilies[${index}]\``,
      ),
    ];
  });
  return [...twice, ...mismatchedErrors];
}

function addressChangeErrors(next: ServiceSpec, previous: ServiceSpec): FieldError[] {
  const [before, after] = [previous.clusterIPs ?? [], next.clusterIPs ?? []];
  const changeError = (index: number) => fieldErrors.invalid(`spec.clusterIPs[${index}]`, after, FIXED);
  if (before.length === after.length) return before.flatMap((address, index) => (address === after[index] ? [] : [changeError(index)]));
  const movedErrors = before.length > 0 && after.length > 0 && before[0] !== after[0] ? [changeError(0)] : [];
  if (before.length < after.length) return movedErrors;
  const unset = after.length === 0 ? [fieldErrors.invalid('spec.clusterIPs[0]', after, 'primary clusterIP can not be unset')] : [];
  return [...unset, ...movedErrors, ...(after.length === 1 ? releaseErrors(next, 'clusterIP') : [])];
}

function familyChangeErrors(next: ServiceSpec, previous: ServiceSpec): FieldError[] {
  const [before, after] = [previous.ipFamilies ?? [], next.ipFamilies ?? []];
  const changeError = (value: readonly string[]) => fieldErrors.invalid('spec.ipFamilies[0]', value, FIXED);
  if (before.length === after.length) return before.flatMap((family, index) => (family === after[index] ? [] : [changeError(after)]));
  const movedErrors = before.length > 0 && after.length > 0 && before[0] !== after[0] ? [changeError(next.clusterIPs ?? [])] : [];
  if (before.length < after.length) return movedErrors;
  const addressless = (next.clusterIPs ?? []).length === 0;
  const unset = addressless ? [fieldErrors.invalid('spec.ipFamilies[0]', after, 'primary ipFamily can not be unset')] : [];
  return [...unset, ...movedErrors, ...(after.length === 1 ? releaseErrors(next, 'ipFamily') : [])];
}

function releaseErrors({ ipFamilyPolicy: policy }: ServiceSpec, what: string): FieldError[] {
  if (policy === 'SingleStack') return [];
  return [fieldErrors.invalid('spec.ipFamilyPolicy', policy, `must be set to 'SingleStack' when releasing the secondary ${what}`)];
}
