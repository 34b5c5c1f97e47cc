import { compareQuantity, dns1123Label, type FieldError, fieldErrors, pathSegment } from '@klockwork/api-machinery';
import { complaints } from '../generic/field-checks.ts';
import { validateContainerResourceName } from '../pod-template/validation/resource-names.ts';
import type { MetricSpec, MetricTarget } from './horizontal-pod-autoscaler.ts';
import { type VersionRule, validateReference } from './reference.validation.ts';

/** Source field of each metric type, in upstream's search order. */
const FIELDS = {
  Object: 'object',
  External: 'external',
  Pods: 'pods',
  Resource: 'resource',
  ContainerResource: 'containerResource',
} as const;
const TYPES = Object.keys(FIELDS).sort();
const TARGET_TYPES = ['Utilization', 'Value', 'AverageValue'];
const OBJECT_VALUE_MISSING = 'must set either a target value or averageValue';
const VALUE_MISSING = 'must set either a target value for metric or a per-pod target';
const RAW_MISSING = 'must set either a target raw value or a target utilization';

type Field = (typeof FIELDS)[keyof typeof FIELDS];

/**
 * Models `validateMetricSpec`: requires exactly the source of the type. The first of several sources is validated; an unknown type is
 * reported twice.
 */
export function validateMetric(metric: MetricSpec, path: string, ofObjects: VersionRule): FieldError[] {
  const { type } = metric;
  const expectedField = Object.hasOwn(FIELDS, type ?? '') ? FIELDS[type as keyof typeof FIELDS] : undefined;
  const present = Object.values(FIELDS).filter((field) => metric[field] !== undefined);
  const [first] = present;
  const others = present.length === 1 ? [] : present.filter((field) => field !== expectedField);
  const unknown = expectedField === undefined ? [fieldErrors.notSupported(`${path}.type`, type ?? '', TYPES)] : [];
  return [
    ...(type ? [] : [fieldErrors.required(`${path}.type`, 'must specify a metric source type')]),
    ...unknown,
    ...(first === undefined ? [] : sourceErrors(metric, first, { path: `${path}.${first}`, ofObjects })),
    ...unknown,
    ...(expectedField !== undefined && metric[expectedField] === undefined
      ? [fieldErrors.required(`${path}.${expectedField}`, 'must populate information for the given metric source')]
      : []),
    ...others.map((field) => fieldErrors.forbidden(`${path}.${field}`, 'must populate the given metric source only')),
  ];
}

type Place = { readonly path: string; readonly ofObjects: VersionRule };

function sourceErrors(metric: MetricSpec, field: Field, { path, ofObjects }: Place): FieldError[] {
  const { object, external, pods, resource, containerResource } = metric;
  switch (field) {
    case 'object':
      return [
        ...validateReference(object?.describedObject, `${path}.describedObject`, ofObjects),
        ...identifierErrors(object?.metric, path),
        ...targetErrors(object?.target, path),
        ...valueErrors(object?.target, path, OBJECT_VALUE_MISSING),
      ];
    case 'external':
      return [
        ...identifierErrors(external?.metric, path),
        ...targetErrors(external?.target, path),
        ...externalErrors(external?.target, path),
      ];
    case 'pods':
      return [...identifierErrors(pods?.metric, path), ...targetErrors(pods?.target, path), ...averageErrors(pods?.target, path)];
    case 'resource':
      return [...resourceNameErrors(resource?.name, path), ...resourceErrors(resource?.target, path)];
    case 'containerResource':
      return [
        ...resourceNameErrors(containerResource?.name, path),
        ...(containerResource?.name ? validateContainerResourceName(containerResource.name, `${path}.name`) : []),
        ...containerErrors(containerResource?.container, `${path}.container`),
        ...resourceErrors(containerResource?.target, path),
      ];
  }
}

/** Models `validateMetricIdentifier`. */
function identifierErrors(metric: { name?: string } | undefined, path: string): FieldError[] {
  const field = `${path}.metric.name`;
  return metric?.name
    ? complaints(metric.name, pathSegment(metric.name), field)
    : [fieldErrors.required(field, 'must specify a metric name')];
}

/** Models `validateMetricTarget`. */
function targetErrors(target: Partial<MetricTarget> = {}, source: string): FieldError[] {
  const path = `${source}.target`;
  const { type, value, averageValue, averageUtilization } = target;
  const known = TARGET_TYPES.includes(type ?? '');
  return [
    ...(type ? [] : [fieldErrors.required(`${path}.type`, 'must specify a metric target type')]),
    ...(known ? [] : [fieldErrors.invalid(`${path}.type`, type ?? '', 'must be either Utilization, Value, or AverageValue')]),
    ...(isPositive(value) ? [] : [fieldErrors.invalid(`${path}.value`, value, 'must be positive')]),
    ...(isPositive(averageValue) ? [] : [fieldErrors.invalid(`${path}.averageValue`, averageValue, 'must be positive')]),
    ...(averageUtilization !== undefined && averageUtilization < 1
      ? [fieldErrors.invalid(`${path}.averageUtilization`, averageUtilization, 'must be greater than 0')]
      : []),
  ];
}

function isPositive(value: string | undefined): boolean {
  return value === undefined || compareQuantity(value, '0') > 0;
}

function valueErrors(target: Partial<MetricTarget> = {}, path: string, missing: string): FieldError[] {
  const isSet = target.value !== undefined || target.averageValue !== undefined;
  return isSet ? [] : [fieldErrors.required(`${path}.target.averageValue`, missing)];
}

function externalErrors(target: Partial<MetricTarget> = {}, path: string): FieldError[] {
  const both = target.value !== undefined && target.averageValue !== undefined;
  const problem = 'may not set both a target value for metric and a per-pod target';
  return [...valueErrors(target, path, VALUE_MISSING), ...(both ? [fieldErrors.forbidden(`${path}.target.value`, problem)] : [])];
}

function averageErrors(target: Partial<MetricTarget> = {}, path: string): FieldError[] {
  if (target.averageValue !== undefined) return [];
  return [fieldErrors.required(`${path}.target.averageValue`, 'must specify a positive target averageValue')];
}

function resourceNameErrors(name: string | undefined, path: string): FieldError[] {
  return name ? [] : [fieldErrors.required(`${path}.name`, 'must specify a resource name')];
}

function containerErrors(container: string | undefined, field: string): FieldError[] {
  return container ? complaints(container, dns1123Label(container), field) : [fieldErrors.required(field, 'must specify a container')];
}

/** Shared rules of `validateResourceSource` and `validateContainerResourceSource`. */
function resourceErrors(target: Partial<MetricTarget> = {}, path: string): FieldError[] {
  const { averageUtilization, averageValue } = target;
  const [utilization, value] = [averageUtilization !== undefined, averageValue !== undefined];
  const both = 'may not set both a target raw value and a target utilization';
  return [
    ...targetErrors(target, path),
    ...(utilization || value ? [] : [fieldErrors.required(`${path}.target.averageUtilization`, RAW_MISSING)]),
    ...(utilization && value ? [fieldErrors.forbidden(`${path}.target.averageValue`, both)] : []),
  ];
}
