import {
  dns1035Label,
  dns1123Subdomain,
  type FieldError,
  fieldErrors,
  ipAddress,
  portNumber,
  qualifiedName,
  validateLabels,
  validateObjectMeta,
  validateObjectMetaUpdate,
} from '@klockwork/api-machinery';
import { complaints, oneOf } from '../generic/field-checks.ts';
import { cidrProblems, specialIpProblems } from '../generic/ip.ts';
import { validateBalancers } from '../generic/load-balancer.ts';
import { validateAddresses, validateAddressUpdate } from './service.address-validation.ts';
import { validatePorts, validatePortsTogether } from './service.port-validation.ts';
import { externallyAccessible, hasClusterIp, isHeadless, needsHealthCheck, type Service, type ServiceSpec } from './service.ts';

const TYPES = ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'];
const TRAFFIC_POLICIES = ['Cluster', 'Local'];
const TRAFFIC_DISTRIBUTIONS = ['PreferClose', 'PreferSameZone', 'PreferSameNode'];
const AFFINITY_SECONDS_MAX = 86_400;
const LB_ONLY = "may only be used when `type` is 'LoadBalancer'";
const TOPOLOGY_MODE = 'service.kubernetes.io/topology-mode';
const TOPOLOGY_HINTS = 'service.kubernetes.io/topology-aware-hints';
const SOURCE_RANGES_ANNOTATION = 'service.beta.kubernetes.io/load-balancer-source-ranges';

/** Models `ValidateServiceCreate` of `pkg/apis/core/validation/validation.go`. */
export function validateService(service: Service): FieldError[] {
  return [
    ...validateObjectMeta(service.metadata ?? {}, { namespaced: true, nameFn: dns1035Label, path: 'metadata' }),
    ...contentErrors(service),
  ];
}

/** Validates the invariants of a Service. Models `validateService`. */
function contentErrors(service: Service): FieldError[] {
  const spec = service.spec ?? {};
  return [
    ...topologyErrors(service),
    ...typeSpecificErrors(service, spec),
    ...validatePorts(service),
    ...validateLabels(spec.selector, 'spec.selector'),
    ...affinityErrors(spec),
    ...validateAddresses(service),
    ...externalIpErrors(spec),
    ...oneOf(spec.type, TYPES, 'spec.type'),
    ...validatePortsTogether(service),
    ...sourceRangeErrors(service, spec),
    ...loadBalancerErrors(spec),
    ...externalTrafficErrors(service, spec),
    ...internalTrafficErrors(service, spec),
    ...distributionErrors(spec),
  ];
}

/** Models `ValidateServiceUpdate`. */
export function validateServiceUpdate(next: Service, previous: Service): FieldError[] {
  return [
    ...validateObjectMetaUpdate(next.metadata ?? {}, previous.metadata ?? {}),
    ...validateAddressUpdate(next, previous),
    ...classChangeErrors(next.spec ?? {}, previous.spec ?? {}),
    ...healthCheckChangeErrors(next, previous),
    ...contentErrors(next),
  ];
}

/** Models `ValidateLoadBalancerStatus`. */
export function validateServiceStatus({ spec, status }: Service): FieldError[] {
  const path = 'status.loadBalancer.ingress';
  const ingress = status?.loadBalancer?.ingress ?? [];
  if (spec?.type !== 'LoadBalancer' && ingress.length > 0)
    return [fieldErrors.forbidden(path, "may only be used when `spec.type` is 'LoadBalancer'")];
  return validateBalancers(ingress, path);
}

/** Requires equal values of the annotation and its predecessor. */
function topologyErrors({ metadata }: Service): FieldError[] {
  const [mode, hints] = [metadata?.annotations?.[TOPOLOGY_MODE], metadata?.annotations?.[TOPOLOGY_HINTS]];
  if (mode === undefined || hints === undefined || mode === hints) return [];
  const problem = `must match annotations[${TOPOLOGY_HINTS}] when both are specified`;
  return [fieldErrors.invalid(`metadata.annotations[${TOPOLOGY_MODE}]`, mode, problem)];
}

function typeSpecificErrors(service: Service, spec: ServiceSpec): FieldError[] {
  const headless = isHeadless(service);
  const portless = (spec.ports ?? []).length === 0 && !headless && spec.type !== 'ExternalName';
  const errors = portless ? [fieldErrors.required('spec.ports')] : [];
  if (headless && (spec.type === 'LoadBalancer' || spec.type === 'NodePort'))
    errors.push(fieldErrors.invalid('spec.clusterIPs[0]', 'None', `may not be set to 'None' for ${spec.type} services`));
  return spec.type === 'ExternalName' ? [...errors, ...externalNameErrors(spec)] : errors;
}

function externalNameErrors(spec: ServiceSpec): FieldError[] {
  const set = [
    ...((spec.clusterIPs ?? []).length > 0 ? ['clusterIPs'] : []),
    ...((spec.ipFamilies ?? []).length > 0 ? ['ipFamilies'] : []),
    ...(spec.ipFamilyPolicy === undefined ? [] : ['ipFamilyPolicy']),
  ];
  const refusedErrors = set.map((field) => fieldErrors.forbidden(`spec.${field}`, 'may not be set for ExternalName services'));
  const name = (spec.externalName ?? '').replace(/\.$/, '');
  const namedErrors =
    name === '' ? [fieldErrors.required('spec.externalName')] : complaints(name, dns1123Subdomain(name), 'spec.externalName');
  return [...refusedErrors, ...namedErrors];
}

function affinityErrors(spec: ServiceSpec): FieldError[] {
  const path = 'spec.sessionAffinityConfig';
  const errors = oneOf(spec.sessionAffinity, ['ClientIP', 'None'], 'spec.sessionAffinity');
  if (spec.sessionAffinity === 'ClientIP') return [...errors, ...clientIpErrors(spec, path)];
  const stray = spec.sessionAffinity === 'None' && spec.sessionAffinityConfig !== undefined;
  return stray ? [...errors, fieldErrors.forbidden(path, 'must not be set when session affinity is None')] : errors;
}

/** Models `validateClientIPAffinityConfig`. */
function clientIpErrors({ sessionAffinityConfig: config }: ServiceSpec, path: string): FieldError[] {
  if (config === undefined) return [fieldErrors.required(path, 'when session affinity type is ClientIP')];
  if (config.clientIP === undefined) return [fieldErrors.required(`${path}.clientIP`, 'when session affinity type is ClientIP')];
  const seconds = config.clientIP.timeoutSeconds;
  const field = `${path}.clientIP.timeoutSeconds`;
  if (seconds === undefined) return [fieldErrors.required(field, 'when session affinity type is ClientIP')];
  if (seconds > 0 && seconds <= AFFINITY_SECONDS_MAX) return [];
  return [fieldErrors.invalid(field, seconds, `must be greater than 0 and less than ${AFFINITY_SECONDS_MAX}`)];
}

function externalIpErrors({ externalIPs = [] }: ServiceSpec): FieldError[] {
  return externalIPs.flatMap((ip, index) => {
    const problem = ipAddress(ip);
    return complaints(ip, problem.length > 0 ? problem : specialIpProblems(ip), `spec.externalIPs[${index}]`);
  });
}

function sourceRangeErrors({ metadata }: Service, spec: ServiceSpec): FieldError[] {
  const ranges = spec.loadBalancerSourceRanges ?? [];
  const annotation = metadata?.annotations?.[SOURCE_RANGES_ANNOTATION];
  if (ranges.length === 0 && annotation === undefined) return [];
  const path = ranges.length > 0 ? 'spec.LoadBalancerSourceRanges' : `metadata.annotations[${SOURCE_RANGES_ANNOTATION}]`;
  const wrongType = spec.type === 'LoadBalancer' ? [] : [fieldErrors.forbidden(path, LB_ONLY)];
  const texts = ranges.length > 0 ? ranges : (annotation ?? '').trim() === '' ? [] : (annotation ?? '').split(',');
  const malformedErrors = texts
    .map((text) => text.trim())
    .flatMap((range, index) => complaints(range, cidrProblems(range), ranges.length > 0 ? `${path}[${index}]` : path));
  return [...wrongType, ...malformedErrors];
}

function loadBalancerErrors(spec: ServiceSpec): FieldError[] {
  const balanced = spec.type === 'LoadBalancer';
  const { allocateLoadBalancerNodePorts: allocate, loadBalancerClass: lbClass } = spec;
  const errors: FieldError[] = [];
  if (allocate !== undefined && !balanced) errors.push(fieldErrors.forbidden('spec.allocateLoadBalancerNodePorts', LB_ONLY));
  if (allocate === undefined && balanced) errors.push(fieldErrors.required('allocateLoadBalancerNodePorts'));
  if (lbClass === undefined) return errors;
  if (!balanced) return [...errors, fieldErrors.forbidden('spec.loadBalancerClass', LB_ONLY)];
  return [...errors, ...complaints(lbClass, qualifiedName(lbClass), 'spec.loadBalancerClass')];
}

/** Models `validateServiceExternalTrafficPolicy`. */
function externalTrafficErrors(service: Service, spec: ServiceSpec): FieldError[] {
  const { externalTrafficPolicy: policy = '', healthCheckNodePort: port = 0 } = spec;
  const path = 'spec.externalTrafficPolicy';
  const stray = !externallyAccessible(service) && policy !== '';
  const policyErrors = externallyAccessible(service)
    ? oneOf(policy, TRAFFIC_POLICIES, path)
    : stray
      ? [fieldErrors.invalid(path, policy, 'may only be set for externally-accessible services')]
      : [];
  return [...policyErrors, ...healthCheckPortErrors(service, port)];
}

/** Port 0 is allocated later. */
function healthCheckPortErrors(service: Service, port: number): FieldError[] {
  if (port === 0) return [];
  if (needsHealthCheck(service)) return complaints(port, portNumber(port), 'spec.healthCheckNodePort');
  const rule = "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'";
  return [fieldErrors.invalid('spec.healthCheckNodePort', port, rule)];
}

function internalTrafficErrors(service: Service, { internalTrafficPolicy: policy }: ServiceSpec): FieldError[] {
  if (policy === undefined) return hasClusterIp(service) ? [fieldErrors.required('spec.internalTrafficPolicy')] : [];
  return TRAFFIC_POLICIES.includes(policy) ? [] : [fieldErrors.notSupported('spec.internalTrafficPolicy', policy, TRAFFIC_POLICIES)];
}

function distributionErrors({ trafficDistribution: distribution }: ServiceSpec): FieldError[] {
  if (distribution === undefined || TRAFFIC_DISTRIBUTIONS.includes(distribution)) return [];
  return [fieldErrors.notSupported('spec.trafficDistribution', distribution, TRAFFIC_DISTRIBUTIONS)];
}

function classChangeErrors(next: ServiceSpec, previous: ServiceSpec): FieldError[] {
  const balanced = next.type === 'LoadBalancer' && previous.type === 'LoadBalancer';
  if (!balanced || next.loadBalancerClass === previous.loadBalancerClass) return [];
  return [fieldErrors.invalid('spec.loadBalancerClass', next.loadBalancerClass, 'may not change once set')];
}

function healthCheckChangeErrors(next: Service, previous: Service): FieldError[] {
  const checked = needsHealthCheck(next) && needsHealthCheck(previous);
  if (!checked || next.spec?.healthCheckNodePort === previous.spec?.healthCheckNodePort) return [];
  return [fieldErrors.forbidden('spec.healthCheckNodePort', 'field is immutable')];
}
