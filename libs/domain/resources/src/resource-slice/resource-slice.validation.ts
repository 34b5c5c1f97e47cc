import {
  dns1123Subdomain,
  type FieldError,
  fieldErrors,
  validateImmutable,
  validateObjectMeta,
  validateObjectMetaUpdate,
} from '@klockwork/api-machinery';
import { utf8Length } from '@klockwork/kernel';
import type { Device } from '../dynamic-resources/dynamic-resources.ts';
import { validateSet } from '../dynamic-resources/lists.validation.ts';
import { validateAttributeName, validateDriverName, validateLabel, validatePoolName } from '../dynamic-resources/names.validation.ts';
import { complaints } from '../generic/field-checks.ts';
import { validateNodeSelector } from '../pod-template/validation/affinity.ts';
import type { ResourceSlice, ResourceSliceSpec } from './resource-slice.ts';

const DEVICES_MAX = 128;
const PROPERTIES_MAX = 32;
const VALUE_BYTES_MAX = 64;
const ONE_PLACE = 'exactly one of `nodeName`, `nodeSelector`, `allNodes`, `perDeviceNodeSelection` is required';
const PART = '(0|[1-9]\\d*)';
const PRE = '(0|[1-9]\\d*|\\d*[a-zA-Z-][0-9a-zA-Z-]*)';
const BUILD = '[0-9a-zA-Z-]+';
const VERSION = new RegExp(`^${PART}\\.${PART}\\.${PART}(-${PRE}(\\.${PRE})*)?(\\+${BUILD}(\\.${BUILD})*)?$`);

type Attribute = NonNullable<Device['attributes']>[string];

/** Models `ValidateResourceSlice`. */
export function validateSlice({ metadata = {}, spec = {} }: ResourceSlice): FieldError[] {
  return [...validateObjectMeta(metadata, { namespaced: false, nameFn: dns1123Subdomain }), ...specErrors(spec)];
}

/** Models `ValidateResourceSliceUpdate`: driver, pool and node stay. */
export function validateSliceUpdate(next: ResourceSlice, previous: ResourceSlice): FieldError[] {
  return [...validateObjectMetaUpdate(next.metadata ?? {}, previous.metadata ?? {}), ...specErrors(next.spec ?? {}, previous.spec ?? {})];
}

function specErrors(spec: ResourceSliceSpec, before?: ResourceSliceSpec): FieldError[] {
  const { name, generation = 0, resourceSliceCount = 0 } = spec.pool ?? {};
  return [
    ...validateDriverName(spec.driver, 'spec.driver'),
    ...validatePoolName(name, 'spec.pool.name'),
    ...(resourceSliceCount > 0
      ? []
      : [fieldErrors.invalid('spec.pool.resourceSliceCount', resourceSliceCount, 'must be greater than zero')]),
    ...(generation >= 0 ? [] : [fieldErrors.invalid('spec.pool.generation', generation, 'must be greater than or equal to zero')]),
    ...(before ? changeErrors(spec, before) : []),
    ...placeErrors(spec),
    ...validateSet(spec.devices, DEVICES_MAX, 'spec.devices', { key: (device) => device.name ?? '', validate: deviceErrors }),
  ];
}

function changeErrors({ pool, driver, nodeName }: ResourceSliceSpec, before: ResourceSliceSpec): FieldError[] {
  return [
    ...validateImmutable(pool?.name, before.pool?.name, 'spec.pool.name'),
    ...validateImmutable(driver, before.driver, 'spec.driver'),
    ...validateImmutable(nodeName, before.nodeName, 'spec.nodeName'),
  ];
}

/** Requires exactly one location. */
function placeErrors({ nodeName, nodeSelector, allNodes }: ResourceSliceSpec): FieldError[] {
  const setFields = [...(nodeName ? ['`nodeName`'] : []), ...(nodeSelector ? ['`nodeSelector`'] : []), ...(allNodes ? ['`allNodes`'] : [])];
  const several = `${ONE_PLACE}, but multiple fields are set`;
  return [
    ...(nodeName === '' ? [fieldErrors.invalid('spec.nodeName', '', 'must be either unset or set to a non-empty string')] : []),
    ...(nodeName ? complaints(nodeName, dns1123Subdomain(nodeName), 'spec.nodeName') : []),
    ...(nodeSelector ? selectorErrors(nodeSelector.nodeSelectorTerms ?? [], 'spec.nodeSelector.nodeSelectorTerms') : []),
    ...(allNodes === false ? [fieldErrors.invalid('spec.allNodes', false, 'must be either unset or set to true')] : []),
    ...(setFields.length === 0 ? [fieldErrors.required('spec', ONE_PLACE)] : []),
    ...(setFields.length > 1 ? [fieldErrors.invalid('spec', `{${setFields.join(', ')}}`, several)] : []),
  ];
}

/** Requires a single term, which schedulers can merge with other slices. */
function selectorErrors(terms: Parameters<typeof validateNodeSelector>[0], path: string): FieldError[] {
  const single = terms.length === 1 ? [] : [fieldErrors.invalid(path, terms, 'must have exactly one node selector term')];
  return [...validateNodeSelector(terms, path), ...single];
}

/** Models `validateDevice`. */
function deviceErrors({ name, attributes = {}, capacity = {} }: Device, path: string): FieldError[] {
  const properties = Object.keys(attributes).length + Object.keys(capacity).length;
  const tooMany = `the total number of attributes and capacities must not exceed ${PROPERTIES_MAX}`;
  return [
    ...validateLabel(name, `${path}.name`),
    ...(properties > PROPERTIES_MAX ? [fieldErrors.invalid(path, properties, tooMany)] : []),
    ...Object.entries(attributes).flatMap(([key, attribute]) => [
      ...validateAttributeName(key, `${path}.attributes`),
      ...attributeErrors(attribute, `${path}.attributes[${key}]`),
    ]),
    ...Object.keys(capacity).flatMap((key) => validateAttributeName(key, `${path}.capacity`)),
  ];
}

/** Models `validateDeviceAttribute`. */
function attributeErrors(attribute: Attribute, path: string): FieldError[] {
  const values = (['bool', 'int', 'string', 'version'] as const).filter((type) => attribute[type] !== undefined);
  const { string = '', version } = attribute;
  return [
    ...(utf8Length(string) > VALUE_BYTES_MAX ? [fieldErrors.tooLong(`${path}.string`, VALUE_BYTES_MAX)] : []),
    ...(version === undefined ? [] : versionErrors(version, `${path}.version`)),
    ...(values.length === 1
      ? []
      : [fieldErrors.invalid(path, values.length === 0 ? '' : attribute, 'exactly one value must be specified')]),
  ];
}

function versionErrors(version: string, path: string): FieldError[] {
  return [
    ...(VERSION.test(version) ? [] : [fieldErrors.invalid(path, version, 'must be a string compatible with semver.org spec 2.0.0')]),
    ...(utf8Length(version) > VALUE_BYTES_MAX ? [fieldErrors.tooLong(path, VALUE_BYTES_MAX)] : []),
  ];
}
