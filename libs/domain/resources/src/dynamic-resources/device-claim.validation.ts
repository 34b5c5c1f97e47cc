import { type FieldError, fieldErrors } from '@klockwork/api-machinery';
import { utf8Length } from '@klockwork/kernel';
import { requestNames } from './device-claim.ts';
import type {
  DeviceClaim,
  DeviceConfiguration,
  DeviceConstraint,
  DeviceRequest,
  DeviceSelector,
  DeviceSubRequest,
  ExactDeviceRequest,
} from './dynamic-resources.ts';
import { validateEach, validateRawObject, validateSet } from './lists.validation.ts';
import { validateClassName, validateDriverName, validateFullAttributeName, validateLabel } from './names.validation.ts';

const PARTS_MAX = 32;
const ALTERNATIVES_MAX = 8;
const EXPRESSION_BYTES_MAX = 10 * 1024;
const PARAMETERS_BYTES_MAX = 10 * 1024;
const NO_REQUEST = "must be the name of a request in the claim or the name of a request and a subrequest separated by '/'";
const ONE_OF = 'exactly one of `exactly` or `firstAvailable` is required';

/** Validates device requests, except the semantics of expressions. Models `validateDeviceClaim`. */
export function validateDeviceClaim(claim: DeviceClaim | undefined, path: string): FieldError[] {
  const names = requestNames(claim);
  return [
    ...validateSet(claim?.requests, PARTS_MAX, `${path}.requests`, { key: ({ name = '' }) => name, validate: requestErrors }),
    ...validateEach(claim?.constraints, PARTS_MAX, `${path}.constraints`, (constraint, at) => constraintErrors(constraint, names, at)),
    ...validateEach(claim?.config, PARTS_MAX, `${path}.config`, (config, at) => [
      ...validateRequestRefs(config.requests, names, `${at}.requests`),
      ...validateConfiguration(config, at),
    ]),
  ];
}

/** Validates device selectors. Models `validateSelectorSlice`. */
export function validateSelectors(selectors: readonly DeviceSelector[] | undefined, path: string): FieldError[] {
  return validateEach(selectors, PARTS_MAX, path, ({ cel }, at) => {
    if (!cel) return [fieldErrors.required(`${at}.cel`)];
    const isLong = utf8Length(cel.expression ?? '') > EXPRESSION_BYTES_MAX;
    return isLong ? [fieldErrors.tooLong(`${at}.cel.expression`, EXPRESSION_BYTES_MAX)] : [];
  });
}

/** Validates device configuration. Models `validateDeviceConfiguration`. */
export function validateConfiguration({ opaque }: DeviceConfiguration, path: string): FieldError[] {
  if (!opaque) return [fieldErrors.required(`${path}.opaque`)];
  return [
    ...validateDriverName(opaque.driver, `${path}.opaque.driver`),
    ...validateRawObject(opaque.parameters, PARAMETERS_BYTES_MAX, `${path}.opaque.parameters`),
  ];
}

/** Validates references to a claim's requests. */
export function validateRequestRefs(refs: readonly string[] | undefined, names: ReadonlySet<string>, path: string): FieldError[] {
  return validateSet(refs, PARTS_MAX, path, { key: (ref) => ref, validate: (ref, at) => validateRequestRef(ref, names, at) });
}

/** Validates a reference. Models `validateRequestNameRef`. */
export function validateRequestRef(ref: string, names: ReadonlySet<string>, path: string): FieldError[] {
  const parts = ref.split('/');
  const unknown = names.has(ref) ? [] : [fieldErrors.invalid(path, ref, NO_REQUEST)];
  return parts.length > 2 ? unknown : [...parts.flatMap((part) => validateLabel(part, path)), ...unknown];
}

function requestErrors({ name, exactly, firstAvailable = [] }: DeviceRequest, path: string): FieldError[] {
  const namedErrors = validateLabel(name, `${path}.name`);
  const several = firstAvailable.length > 0;
  if (!exactly && !several) return [...namedErrors, fieldErrors.required(path, ONE_OF)];
  if (exactly && several) return [...namedErrors, fieldErrors.invalid(path, undefined, `${ONE_OF}, but multiple fields are set`)];
  if (exactly) return [...namedErrors, ...askedErrors(exactly, `${path}.exactly`)];
  return [
    ...namedErrors,
    ...validateSet<DeviceSubRequest>(firstAvailable, ALTERNATIVES_MAX, `${path}.firstAvailable`, {
      key: (sub) => sub.name ?? '',
      validate: (sub, at) => [...validateLabel(sub.name, `${at}.name`), ...askedErrors(sub, at)],
    }),
  ];
}

function askedErrors({ deviceClassName, selectors, allocationMode = '', count = 0 }: ExactDeviceRequest, path: string): FieldError[] {
  return [
    ...validateClassName(deviceClassName, `${path}.deviceClassName`),
    ...validateSelectors(selectors, `${path}.selectors`),
    ...modeErrors(allocationMode, count, path),
  ];
}

/** Models `validateDeviceAllocationMode`. */
function modeErrors(mode: string, count: number, path: string): FieldError[] {
  const refuse = (detail: string) => [fieldErrors.invalid(`${path}.count`, count, detail)];
  if (mode === 'All') return count === 0 ? [] : refuse("must not be specified when allocationMode is 'All'");
  if (mode === 'ExactCount') return count > 0 ? [] : refuse('must be greater than zero');
  return [fieldErrors.notSupported(`${path}.allocationMode`, mode, ['All', 'ExactCount'])];
}

function constraintErrors({ requests, matchAttribute }: DeviceConstraint, names: ReadonlySet<string>, path: string): FieldError[] {
  const at = `${path}.matchAttribute`;
  return [
    ...validateRequestRefs(requests, names, `${path}.requests`),
    ...(matchAttribute === undefined ? [fieldErrors.required(at)] : validateFullAttributeName(matchAttribute, at)),
  ];
}
