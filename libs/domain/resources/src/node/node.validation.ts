import {
  compareText,
  dns1123Subdomain,
  type FieldError,
  fieldErrors,
  labelValue,
  parseQuantity,
  QuantityError,
  validateLabelName,
  validateObjectMeta,
  validateObjectMetaUpdate,
} from '@klockwork/api-machinery';
import { oneOf } from '../generic/field-checks.ts';
import { cidrProblems, ipFamilyOfCidr } from '../generic/ip.ts';
import type { Node, Taint } from './node.ts';

const TAINT_EFFECTS = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];

/** Resources with whole numbers only. Models `helper.IsIntegerResourceName`. */
const INTEGER_RESOURCES: ReadonlySet<string> = new Set([
  'pods',
  'services',
  'replicationcontrollers',
  'resourcequotas',
  'secrets',
  'configmaps',
  'persistentvolumeclaims',
  'services.nodeports',
  'services.loadbalancers',
]);

/** Models `ValidateNode` of `pkg/apis/core/validation/validation.go`. */
export function validateNode(node: Node): FieldError[] {
  return [
    ...validateObjectMeta(node.metadata ?? {}, { namespaced: false, nameFn: dns1123Subdomain, path: 'metadata' }),
    ...taintErrors(node.spec?.taints ?? []),
    ...resourceErrors(node),
    ...podCidrErrors(node.spec?.podCIDRs ?? []),
  ];
}

/** Validates an updated node as a new one, then its changes. Models `nodeStrategy.ValidateUpdate`. */
export function validateNodeUpdate(next: Node, previous: Node): FieldError[] {
  return [...validateNode(next), ...changeErrors(next, previous)];
}

/** Models `ValidateNodeUpdate`. */
function changeErrors(next: Node, previous: Node): FieldError[] {
  return [
    ...validateObjectMetaUpdate(next.metadata ?? {}, previous.metadata ?? {}),
    ...validateNodeStatus(next),
    ...podCidrChangeErrors(next, previous),
    ...providerChangeErrors(next, previous),
    ...taintErrors(next.spec?.taints ?? []),
    ...(externalId(next) === externalId(previous) ? [] : [fieldErrors.forbidden('spec.externalID', 'may not be updated')]),
  ];
}

/** Validates a status: quantities, and unique addresses. */
export function validateNodeStatus(node: Node): FieldError[] {
  const addresses = new Set<string>();
  const repeatedErrors = (node.status?.addresses ?? []).flatMap(({ type, address }, index) => {
    const key = `${type} ${address}`;
    if (!addresses.has(key)) return addresses.add(key) && [];
    return [fieldErrors.duplicate(`status.addresses[${index}]`, { Type: type, Address: address })];
  });
  return [...resourceErrors(node), ...repeatedErrors];
}

/** Upstream's messages have the wrong path `metadata.taints`. Models `validateNodeTaints`. */
function taintErrors(taints: readonly Taint[]): FieldError[] {
  const keys = new Set<string>();
  return taints.flatMap((taint, index) => {
    const path = `metadata.taints[${index}]`;
    const key = `${taint.effect} ${taint.key}`;
    const repeatedErrors = keys.has(key) ? [repeatedTaint(taint, path)] : [];
    keys.add(key);
    return [...taintFieldErrors(taint, path), ...repeatedErrors];
  });
}

function taintFieldErrors(taint: Taint, path: string): FieldError[] {
  const value = taint.value ?? '';
  const problems = labelValue(value);
  return [
    ...validateLabelName(taint.key, `${path}.key`),
    ...(problems.length > 0 ? [fieldErrors.invalid(`${path}.value`, value, problems.join(';'))] : []),
    ...oneOf(taint.effect, TAINT_EFFECTS, `${path}.effect`),
  ];
}

function repeatedTaint({ key, value = '', effect, timeAdded }: Taint, path: string): FieldError {
  const error = fieldErrors.duplicate(path, { Key: key, Value: value, Effect: effect, TimeAdded: timeAdded ?? null });
  return { ...error, message: `${error.message}: taints must be unique by key and effect pair` };
}

function resourceErrors({ status }: Node): FieldError[] {
  return [...quantityErrors(status?.capacity, 'status.capacity'), ...quantityErrors(status?.allocatable, 'status.allocatable')];
}

function quantityErrors(quantities: Readonly<Record<string, string>> | undefined, path: string): FieldError[] {
  return Object.entries(quantities ?? {})
    .sort(([a], [b]) => compareText(a, b))
    .flatMap(([name, quantity]) => amountErrors(name, quantity, `${path}.${name}`));
}

/** Models `ValidateResourceQuantityValue`. */
function amountErrors(name: string, quantity: string, field: string): FieldError[] {
  const nanos = nanosOf(quantity);
  if (nanos instanceof QuantityError) return [fieldErrors.invalid(field, quantity, nanos.message)];
  const negative = nanos < 0n ? [fieldErrors.invalid(field, quantity, 'must be greater than or equal to 0')] : [];
  const broken = INTEGER_RESOURCES.has(name) && nanos % 1_000_000_000n !== 0n;
  return [...negative, ...(broken ? [fieldErrors.invalid(field, quantity, 'must be an integer')] : [])];
}

function nanosOf(quantity: string): bigint | QuantityError {
  try {
    return parseQuantity(quantity).nanos;
  } catch (error) {
    if (error instanceof QuantityError) return error;
    throw error;
  }
}

function podCidrErrors(cidrs: readonly string[]): FieldError[] {
  const malformedErrors = cidrs.flatMap((cidr, index) =>
    cidrProblems(cidr).map((problem) => fieldErrors.invalid(`spec.podCIDRs[${index}]`, cidr, problem)),
  );
  if (cidrs.length < 2) return malformedErrors;
  const dualStack = cidrs.length === 2 && ipFamilyOfCidr(cidrs[0] ?? '') !== ipFamilyOfCidr(cidrs[1] ?? '');
  const repeatedErrors = cidrs.flatMap((cidr, index) =>
    cidrs.indexOf(cidr) < index ? [fieldErrors.duplicate(`spec.podCIDRs[${index}]`, cidr)] : [],
  );
  const families = dualStack ? [] : [fieldErrors.invalid('spec.podCIDRs', cidrs, 'may specify no more than one CIDR for each IP family')];
  return [...malformedErrors, ...families, ...repeatedErrors];
}

function podCidrChangeErrors(next: Node, previous: Node): FieldError[] {
  const [before, after] = [previous.spec?.podCIDRs ?? [], next.spec?.podCIDRs ?? []];
  if (before.length === 0) return [];
  const refusal = fieldErrors.forbidden('spec.podCIDRs', 'node updates may not change podCIDR except from "" to valid');
  if (before.length !== after.length) return [refusal];
  return before.flatMap((cidr, index) => (cidr === after[index] ? [] : [refusal]));
}

function externalId({ spec }: Node): string {
  return spec?.externalID ?? '';
}

function providerChangeErrors(next: Node, previous: Node): FieldError[] {
  const before = previous.spec?.providerID ?? '';
  if (before === '' || before === (next.spec?.providerID ?? '')) return [];
  return [fieldErrors.forbidden('spec.providerID', 'node updates may not change providerID except from "" to valid')];
}
