import { type FieldError, fieldErrors, validateImmutable } from '@klockwork/api-machinery';
import { validateConditions } from '../generic/conditions.validation.ts';
import { complaints } from '../generic/field-checks.ts';
import { interfaceAddressProblems } from '../generic/strict-address.ts';
import { validateNodeSelector } from '../pod-template/validation/affinity.ts';
import type { ResourceClaim } from '../resource-claim/resource-claim.ts';
import { allocatedDevices, deviceId } from './claim-status.ts';
import { requestNames } from './device-claim.ts';
import { validateConfiguration, validateRequestRef, validateRequestRefs } from './device-claim.validation.ts';
import type { AllocatedDevice, AllocatedDeviceStatus, AllocationResult } from './dynamic-resources.ts';
import { validateEach, validateRawObject, validateSet } from './lists.validation.ts';
import { validateDriverName, validateLabel, validatePoolName } from './names.validation.ts';

const RESERVED_MAX = 256;
const RESULTS_MAX = 32;
const CONFIGS_MAX = 64;
const CONDITIONS_MAX = 8;
const DATA_BYTES_MAX = 10 * 1024;
const IPS_MAX = 16;
const INTERFACE_BYTES_MAX = 256;
const HARDWARE_BYTES_MAX = 128;
const NEW_ENTRIES = 'new entries may not be added while `deallocationRequested` or `deletionTimestamp` are set';

/** Validates allocation and consumers of a claim. Models `validateResourceClaimStatusUpdate`. */
export function validateClaimStatus(next: ResourceClaim, previous: ResourceClaim): FieldError[] {
  const { status = {}, spec, metadata } = next;
  const before = previous.status ?? {};
  const { allocation, reservedFor = [] } = status;
  const isNew = ({ uid }: { uid?: string }) => !(before.reservedFor ?? []).some((consumer) => consumer.uid === uid);
  const path = 'status.reservedFor';
  return [
    ...validateSet(reservedFor, RESERVED_MAX, path, { key: ({ uid = '' }) => uid, validate: consumerErrors }),
    ...devicesErrors(next),
    ...(reservedFor.length > 0 && !allocation ? [fieldErrors.forbidden(path, 'may not be specified when `allocated` is not set')] : []),
    ...(allocation && metadata?.deletionTimestamp && reservedFor.some(isNew) ? [fieldErrors.forbidden(path, NEW_ENTRIES)] : []),
    ...(allocation && before.allocation ? validateImmutable(allocation, before.allocation, 'status.allocation') : []),
    ...(allocation && !before.allocation ? allocationErrors(allocation, requestNames(spec?.devices), 'status.allocation') : []),
  ];
}

function consumerErrors(consumer: { resource?: string; name?: string; uid?: string }, path: string): FieldError[] {
  const fields = ['resource', 'name', 'uid'] as const;
  return fields.filter((field) => !consumer[field]).map((field) => fieldErrors.required(`${path}.${field}`));
}

/** Models `validateDeviceAllocationResult`. */
function allocationErrors({ devices = {}, nodeSelector }: AllocationResult, names: ReadonlySet<string>, path: string): FieldError[] {
  return [
    ...validateEach(devices.results, RESULTS_MAX, `${path}.devices.results`, (result, at) => [
      ...validateRequestRef(result.request ?? '', names, `${at}.request`),
      ...deviceErrors(result, at),
    ]),
    ...validateEach(devices.config, CONFIGS_MAX, `${path}.devices.config`, (config, at) => [
      ...sourceErrors(config.source ?? '', `${at}.source`),
      ...validateRequestRefs(config.requests, names, `${at}.requests`),
      ...validateConfiguration(config, at),
    ]),
    ...(nodeSelector ? validateNodeSelector(nodeSelector.nodeSelectorTerms ?? [], `${path}.nodeSelector.nodeSelectorTerms`) : []),
  ];
}

function sourceErrors(source: string, path: string): FieldError[] {
  if (source === '') return [fieldErrors.required(path)];
  const sources = ['FromClaim', 'FromClass'];
  return sources.includes(source) ? [] : [fieldErrors.notSupported(path, source, sources)];
}

function deviceErrors({ driver, pool, device }: AllocatedDevice | AllocatedDeviceStatus, path: string): FieldError[] {
  return [
    ...validateDriverName(driver, `${path}.driver`),
    ...validatePoolName(pool, `${path}.pool`),
    ...validateLabel(device, `${path}.device`),
  ];
}

/** Requires allocated, unique devices in the status. Models `validateDeviceStatus`. */
function devicesErrors(claim: ResourceClaim): FieldError[] {
  const devices = allocatedDevices(claim);
  return validateSet<AllocatedDeviceStatus>(claim.status?.devices, Number.POSITIVE_INFINITY, 'status.devices', {
    key: deviceId,
    validate: (device, at) => [
      ...deviceErrors(device, at),
      ...(devices.has(deviceId(device)) ? [] : [fieldErrors.invalid(at, deviceId(device), 'must be an allocated device in the claim')]),
      ...tooMany(device.conditions, CONDITIONS_MAX, `${at}.conditions`),
      ...validateConditions(device.conditions, `${at}.conditions`),
      ...(device.data === undefined ? [] : validateRawObject(device.data, DATA_BYTES_MAX, `${at}.data`)),
      ...networkErrors(device.networkData, `${at}.networkData`),
    ],
  });
}

function tooMany(items: readonly unknown[] | undefined, max: number, path: string): FieldError[] {
  return (items ?? []).length > max ? [fieldErrors.tooMany(path, (items ?? []).length, max)] : [];
}

/** Models `validateNetworkDeviceData`. */
function networkErrors(data: AllocatedDeviceStatus['networkData'], path: string): FieldError[] {
  const { interfaceName = '', hardwareAddress = '', ips } = data ?? {};
  return [
    ...(interfaceName.length > INTERFACE_BYTES_MAX ? [fieldErrors.tooLong(`${path}.interfaceName`, INTERFACE_BYTES_MAX)] : []),
    ...(hardwareAddress.length > HARDWARE_BYTES_MAX ? [fieldErrors.tooLong(`${path}.hardwareAddress`, HARDWARE_BYTES_MAX)] : []),
    ...validateSet(ips, IPS_MAX, `${path}.ips`, {
      key: (ip) => ip,
      validate: (ip, at) => complaints(ip, interfaceAddressProblems(ip), at),
    }),
  ];
}
