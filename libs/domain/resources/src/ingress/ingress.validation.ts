import {
  dns1035Label,
  dns1123Subdomain,
  type FieldError,
  fieldErrors,
  ipAddress,
  portName,
  portNumber,
  validateObjectMeta,
  validateObjectMetaUpdate,
  wildcardSubdomain,
} from '@klockwork/api-machinery';
import { complaints } from '../generic/field-checks.ts';
import { validateBalancers } from '../generic/load-balancer.ts';
import { validateTypedReference } from '../generic/typed-reference.ts';
import type { Ingress, IngressBackend, IngressRule } from './ingress.ts';
import { INGRESS_CLASS_ANNOTATION } from './ingress.ts';

const PATH_TYPES = ['Exact', 'ImplementationSpecific', 'Prefix'];
const FORBIDDEN_IN_PATHS = ['//', '/./', '/../', '%2f', '%2F'];
const FORBIDDEN_ENDS = ['/..', '/.'];

type Spec = NonNullable<Ingress['spec']>;
type HttpPath = NonNullable<IngressRule['http']>['paths'][number];

/** Models `ValidateIngressCreate` of `pkg/apis/networking/validation/validation.go`. */
export function validateIngress(ingress: Ingress): FieldError[] {
  const annotation = ingress.metadata?.annotations?.[INGRESS_CLASS_ANNOTATION];
  const className = ingress.spec?.ingressClassName;
  const differ = annotation !== undefined && className !== undefined && annotation !== className;
  const problem = 'must match `ingressClassName` when both are specified';
  return [
    ...validateObject(ingress),
    ...(differ ? [fieldErrors.invalid(`annotations.${INGRESS_CLASS_ANNOTATION}`, annotation, problem)] : []),
  ];
}

/** Models `ValidateIngressUpdate`: class and annotation of existing Ingresses may differ. */
export function validateIngressUpdate(next: Ingress, previous: Ingress): FieldError[] {
  return [...validateObjectMetaUpdate(next.metadata ?? {}, previous.metadata ?? {}), ...validateObject(next)];
}

/** Models `ValidateIngressStatusUpdate`, of the status alone. */
export function validateIngressStatus({ status }: Ingress): FieldError[] {
  return validateBalancers(status?.loadBalancer?.ingress, 'status.loadBalancer.ingress');
}

function validateObject({ metadata = {}, spec = {} }: Ingress): FieldError[] {
  return [...validateObjectMeta(metadata, { namespaced: true, nameFn: dns1123Subdomain, path: 'metadata' }), ...validateSpec(spec)];
}

function validateSpec(spec: Spec): FieldError[] {
  const { rules = [], defaultBackend, tls = [], ingressClassName } = spec;
  const empty = rules.length === 0 && !defaultBackend;
  return [
    ...(empty ? [fieldErrors.invalid('spec', spec.rules ?? null, 'either `defaultBackend` or `rules` must be specified')] : []),
    ...(defaultBackend ? validateBackend(defaultBackend, 'spec.defaultBackend') : []),
    ...rules.flatMap((rule, index) => validateRule(rule, `spec.rules[${index}]`)),
    ...tls.flatMap((one, index) => validateTls(one, `spec.tls[${index}]`)),
    ...(ingressClassName === undefined ? [] : complaints(ingressClassName, dns1123Subdomain(ingressClassName), 'spec.ingressClassName')),
  ];
}

function validateTls({ hosts = [], secretName }: NonNullable<Spec['tls']>[number], path: string): FieldError[] {
  return [
    ...hosts.flatMap((host, index) => complaints(host, hostProblems(host), `${path}.hosts[${index}]`)),
    ...(secretName ? complaints(secretName, dns1123Subdomain(secretName), `${path}.secretName`) : []),
  ];
}

function validateRule({ host = '', http }: IngressRule, path: string): FieldError[] {
  const isAddress = host !== '' && ipAddress(host).length === 0;
  return [
    ...(isAddress ? [fieldErrors.invalid(`${path}.host`, host, 'must be a DNS name, not an IP address')] : []),
    ...(host === '' ? [] : complaints(host, hostProblems(host), `${path}.host`)),
    ...(http ? validateHttp(http.paths ?? [], `${path}.http.paths`) : []),
  ];
}

function hostProblems(host: string): string[] {
  return host.includes('*') ? wildcardSubdomain(host) : dns1123Subdomain(host);
}

function validateHttp(paths: readonly HttpPath[], at: string): FieldError[] {
  if (paths.length === 0) return [fieldErrors.required(at)];
  return paths.flatMap((path, index) => validatePath(path, `${at}[${index}]`));
}

function validatePath({ path = '', pathType, backend }: HttpPath, at: string): FieldError[] {
  if (pathType === undefined) return [fieldErrors.required(`${at}.pathType`, 'pathType must be specified')];
  const isPathType = PATH_TYPES.includes(pathType);
  return [
    ...(isPathType ? [] : [fieldErrors.notSupported(`${at}.pathType`, pathType, PATH_TYPES)]),
    ...(isPathType ? complaints(path, pathProblems(path, pathType), `${at}.path`) : []),
    ...validateBackend(backend ?? {}, `${at}.backend`),
  ];
}

function pathProblems(path: string, pathType: string): string[] {
  const isFree = pathType === 'ImplementationSpecific';
  const relative = !path.startsWith('/') && !(isFree && path === '');
  return [
    ...(relative ? ['must be an absolute path'] : []),
    ...(isFree ? [] : FORBIDDEN_IN_PATHS.filter((part) => path.includes(part)).map((part) => `must not contain '${part}'`)),
    ...(isFree ? [] : FORBIDDEN_ENDS.filter((end) => path.endsWith(end)).map((end) => `cannot end with '${end}'`)),
  ];
}

function validateBackend({ resource, service }: IngressBackend, path: string): FieldError[] {
  if (resource && service) return [fieldErrors.invalid(path, '', 'cannot set both resource and service backends')];
  if (resource) return validateTypedReference(resource, `${path}.resource`);
  if (service) return validateServiceBackend(service, path);
  return [fieldErrors.invalid(path, '', 'resource or service backend is required')];
}

function validateServiceBackend({ name, port }: NonNullable<IngressBackend['service']>, path: string): FieldError[] {
  const at = `${path}.service`;
  return [
    ...(name ? complaints(name, dns1035Label(name), `${at}.name`) : [fieldErrors.required(`${at}.name`)]),
    ...validatePort(port ?? {}, path),
  ];
}

function validatePort({ name, number }: NonNullable<NonNullable<IngressBackend['service']>['port']>, path: string): FieldError[] {
  if (name && number) return [fieldErrors.invalid(path, '', 'cannot set both port name & port number')];
  if (name) return complaints(name, portName(name), `${path}.service.port.name`);
  if (number) return complaints(number, portNumber(number), `${path}.service.port.number`);
  return [fieldErrors.required(path, 'port name or number is required')];
}
