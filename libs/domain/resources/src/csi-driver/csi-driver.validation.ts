import {
  dns1123Subdomain,
  type FieldError,
  fieldErrors,
  validateImmutable,
  validateObjectMeta,
  validateObjectMetaUpdate,
} from '@klockwork/api-machinery';
import { checkSupported } from '../pod-template/validation/field-checks.ts';
import type { CSIDriver, CSIDriverSpec } from './csi-driver.ts';

const FS_GROUP_POLICIES = ['File', 'None', 'ReadWriteOnceWithFSType'];
const LIFECYCLE_MODES = ['Persistent', 'Ephemeral'];
const TOKEN_SECONDS_MIN = 600;
const TOKEN_SECONDS_MAX = 2 ** 32;
const UPDATE_PERIOD_SECONDS_MIN = 10;
const NO_TOKENS = 'serviceAccountTokenInSecrets is set but no tokenRequests are specified';

/** Models `ValidateCSIDriver` of `pkg/apis/storage/validation/validation.go`. */
export function validateCsiDriver({ metadata = {}, spec = {} }: CSIDriver): FieldError[] {
  return [...validateObjectMeta(metadata, { namespaced: false, nameFn: dns1123Subdomain, path: 'metadata' }), ...validateSpec(spec)];
}

/** Whether volumes are attached, and how long they live, stays. Models `ValidateCSIDriverUpdate`. */
export function validateCsiDriverUpdate({ metadata, spec = {} }: CSIDriver, previous: CSIDriver): FieldError[] {
  const before = previous.spec ?? {};
  return [
    ...validateObjectMetaUpdate(metadata ?? {}, previous.metadata ?? {}),
    ...validateSpec(spec),
    ...validateImmutable(spec.attachRequired, before.attachRequired, 'spec.attachedRequired'),
    ...validateImmutable(spec.volumeLifecycleModes, before.volumeLifecycleModes, 'spec.volumeLifecycleModes'),
  ];
}

/** The booleans all have defaults. */
function validateSpec({ fsGroupPolicy, tokenRequests = [], volumeLifecycleModes = [], ...spec }: CSIDriverSpec): FieldError[] {
  const period = spec.nodeAllocatableUpdatePeriodSeconds;
  const tooOften = period !== undefined && period < UPDATE_PERIOD_SECONDS_MIN;
  const path = 'spec.nodeAllocatableUpdatePeriodSeconds';
  const { serviceAccountTokenInSecrets: inSecrets } = spec;
  return [
    ...checkSupported('spec.fsGroupPolicy', fsGroupPolicy, FS_GROUP_POLICIES),
    ...validateTokenRequests(tokenRequests, 'spec.tokenRequests'),
    ...volumeLifecycleModes.flatMap((mode) => checkSupported('spec.volumeLifecycleModes', mode, LIFECYCLE_MODES)),
    ...(tooOften ? [fieldErrors.invalid(path, period, 'must be greater than or equal to 10 seconds')] : []),
    ...(inSecrets !== undefined && tokenRequests.length === 0
      ? [fieldErrors.invalid('spec.serviceAccountTokenInSecrets', inSecrets, NO_TOKENS)]
      : []),
  ];
}

/** Requires unique audiences; one may be empty. */
function validateTokenRequests(requests: NonNullable<CSIDriverSpec['tokenRequests']>, path: string): FieldError[] {
  return requests.flatMap(({ audience = '', expirationSeconds: seconds }, index) => {
    const isRepeated = requests.findIndex((other) => (other.audience ?? '') === audience) < index;
    if (isRepeated) return [fieldErrors.duplicate(`${path}[${index}].audience`, audience)];
    const problem = seconds === undefined ? undefined : lifetimeProblem(seconds);
    return problem === undefined ? [] : [fieldErrors.invalid(`${path}[${index}].expirationSeconds`, seconds, problem)];
  });
}

function lifetimeProblem(seconds: number): string | undefined {
  if (seconds < TOKEN_SECONDS_MIN) return 'may not specify a duration less than 10 minutes';
  return seconds > TOKEN_SECONDS_MAX ? 'may not specify a duration larger than 2^32 seconds' : undefined;
}
