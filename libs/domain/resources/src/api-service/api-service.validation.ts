import {
  dns1035Label,
  dns1123Subdomain,
  type FieldError,
  fieldErrors,
  goQuote,
  pathSegment,
  portNumber,
  validateGenericMeta,
  validateGenericMetaUpdate,
} from '@klockwork/api-machinery';
import { decodeBase64 } from '@klockwork/kernel';
import { complaints } from '../generic/field-checks.ts';
import type { ApiService, ApiServiceSpec } from './api-service.ts';

const STATUSES = ['True', 'False', 'Unknown'];
const GROUP_PRIORITY_MAX = 20_000;
const VERSION_PRIORITY_MAX = 1_000;

/** Models `ValidateAPIService` of kube-aggregator's `pkg/apis/apiregistration/validation`. */
export function validateApiService({ metadata = {}, spec = {} }: ApiService): FieldError[] {
  const requiredName = `${spec.version ?? ''}.${spec.group ?? ''}`;
  const nameFn = (name: string) => {
    const problems = pathSegment(name);
    if (problems.length > 0 || name === requiredName) return problems;
    return [`must be \`spec.version+"."+spec.group\`: ${goQuote(requiredName)}`];
  };
  return [...validateGenericMeta(metadata, { namespaced: false, nameFn }), ...validateSpec(spec)];
}

/** Models `ValidateAPIServiceUpdate`. */
export function validateApiServiceUpdate(next: ApiService, previous: ApiService): FieldError[] {
  return [...validateGenericMetaUpdate(next.metadata ?? {}, previous.metadata ?? {}), ...validateApiService(next)];
}

/** Models `ValidateAPIServiceStatus`. */
export function validateApiServiceStatus({ status }: ApiService): FieldError[] {
  return (status?.conditions ?? []).flatMap(({ status: value }, index) =>
    STATUSES.includes(value) ? [] : [fieldErrors.notSupported(`status.conditions[${index}].status`, value, STATUSES)],
  );
}

function validateSpec(spec: ApiServiceSpec): FieldError[] {
  const { group = '', version = '', groupPriorityMinimum = 0, versionPriority = 0 } = spec;
  const missing = group === '' && version !== 'v1';
  return [
    ...(missing ? [fieldErrors.required('spec.group', 'only v1 may have an empty group and it better be legacy kube')] : []),
    ...(group === '' ? [] : complaints(group, dns1123Subdomain(group), 'spec.group')),
    ...complaints(version, dns1035Label(version), 'spec.version'),
    ...priority('spec.groupPriorityMinimum', groupPriorityMinimum, GROUP_PRIORITY_MAX),
    ...priority('spec.versionPriority', versionPriority, VERSION_PRIORITY_MAX),
    ...(spec.service === undefined ? validateLocal(spec) : validateRemote(spec, spec.service)),
  ];
}

function priority(field: string, value: number, max: number): FieldError[] {
  return value > 0 && value <= max ? [] : [fieldErrors.invalid(field, value, `must be positive and less than ${max}`)];
}

function validateLocal({ caBundle = '', insecureSkipTLSVerify }: ApiServiceSpec): FieldError[] {
  const bytes = decodeBase64(caBundle).length;
  const errors = bytes > 0 ? [fieldErrors.invalid('spec.caBundle', `${bytes} bytes`, 'local APIServices may not have a caBundle')] : [];
  if (!insecureSkipTLSVerify) return errors;
  return [...errors, fieldErrors.invalid('spec.insecureSkipTLSVerify', true, 'local APIServices may not have insecureSkipTLSVerify')];
}

function validateRemote(
  { caBundle = '', insecureSkipTLSVerify }: ApiServiceSpec,
  { namespace = '', name = '', port = 0 }: NonNullable<ApiServiceSpec['service']>,
): FieldError[] {
  const problems = portNumber(port);
  return [
    ...(namespace === '' ? [fieldErrors.required('spec.service.namespace')] : []),
    ...(name === '' ? [fieldErrors.required('spec.service.name')] : []),
    ...(problems.length > 0 ? [fieldErrors.invalid('spec.service.port', port, `port is not valid: ${problems.join(', ')}`)] : []),
    ...(insecureSkipTLSVerify && caBundle !== ''
      ? [fieldErrors.invalid('spec.insecureSkipTLSVerify', true, 'may not be true if caBundle is present')]
      : []),
  ];
}
