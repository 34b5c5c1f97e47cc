import {
  dns1123Subdomain,
  type FieldError,
  fieldErrors,
  inRange,
  semanticEqual,
  validateObjectMeta,
  validateObjectMetaUpdate,
} from '@klockwork/api-machinery';
import { complaints } from '../generic/field-checks.ts';
import { validateFlowConditions } from '../generic/flow-control-conditions.ts';
import { mandatoryPriorityLevelSpec } from './bootstrap-priority-levels.ts';
import type { PriorityLevelConfiguration, PriorityLevelSpec } from './priority-level-configuration.ts';

const TYPES = ['Exempt', 'Limited'];
const RESPONSES = ['Queue', 'Reject'];
const QUEUES_MAX = 10_000_000;
const HASH_BITS_MAX = 60;
const ZERO_SHARES = 'flowcontrol.k8s.io/v1beta3-preserve-zero-concurrency-shares';
const NOT_NEGATIVE = 'must be a non-negative integer';

type LimitedLevel = NonNullable<PriorityLevelSpec['limited']>;
type Response = NonNullable<LimitedLevel['limitResponse']>;
type Queuing = NonNullable<Response['queuing']>;

/** Models `ValidatePriorityLevelConfiguration` of `pkg/apis/flowcontrol/validation/validation.go`. */
export function validatePriorityLevel({ metadata = {}, spec, status }: PriorityLevelConfiguration): FieldError[] {
  const name = metadata.name ?? '';
  return [
    ...validateObjectMeta(metadata, { namespaced: false, nameFn: dns1123Subdomain, path: 'metadata' }),
    ...annotationErrors(metadata.annotations ?? {}),
    ...validateSpec(name, spec ?? { type: '' }),
    ...validateMandatory(name, spec),
    ...validateFlowConditions(status),
  ];
}

/** Refuses the v1beta3 annotation for zero shares in v1. */
function annotationErrors(annotations: Readonly<Record<string, string>>): FieldError[] {
  if (!Object.hasOwn(annotations, ZERO_SHARES)) return [];
  return [fieldErrors.forbidden('metadata.annotations', `annotation '${ZERO_SHARES}' is forbidden`)];
}

/** Models `ValidatePriorityLevelConfigurationUpdate`. */
export function validatePriorityLevelUpdate(next: PriorityLevelConfiguration, previous: PriorityLevelConfiguration): FieldError[] {
  return [...validatePriorityLevel(next), ...validateObjectMetaUpdate(next.metadata ?? {}, previous.metadata ?? {})];
}

/** Shares of the exempt level are mutable. */
function validateMandatory(name: string, spec: PriorityLevelSpec | undefined): FieldError[] {
  const fixedSpec = mandatoryPriorityLevelSpec(name);
  if (fixedSpec === undefined) return [];
  const isExempt = name === 'exempt';
  const comparedSpec = isExempt && spec?.exempt ? { ...spec, exempt: { ...spec.exempt, ...fixedSpec.exempt } } : spec;
  const detail = isExempt ? "except the 'spec.exempt' field must equal the fixed value" : 'must equal the fixed value';
  return semanticEqual(comparedSpec, fixedSpec) ? [] : [fieldErrors.invalid('spec', spec, `spec of '${name}' ${detail}`)];
}

function validateSpec(name: string, { type = '', limited, exempt }: PriorityLevelSpec): FieldError[] {
  const misnamed = (name === 'exempt') !== (type === 'Exempt');
  const errors = misnamed ? [fieldErrors.invalid('spec.type', type, "type must be 'Exempt' if and only if name is 'exempt'")] : [];
  if (!TYPES.includes(type)) return [...errors, fieldErrors.notSupported('spec.type', type, TYPES)];
  if (type === 'Exempt') {
    const stray = limited ? [fieldErrors.forbidden('spec.limited', 'must be nil if the type is not Limited')] : [];
    return [...errors, ...stray, ...(exempt ? validateExempt(exempt, 'spec.exempt') : [])];
  }
  const stray = exempt ? [fieldErrors.forbidden('spec.exempt', 'must be nil if the type is Limited')] : [];
  const none = [fieldErrors.required('spec.limited', 'must not be empty when type is Limited')];
  return [...errors, ...stray, ...(limited ? validateLimited(limited, 'spec.limited') : none)];
}

function validateExempt(exempt: NonNullable<PriorityLevelSpec['exempt']>, path: string): FieldError[] {
  return [
    ...atLeast(0, exempt.nominalConcurrencyShares, NOT_NEGATIVE, `${path}.nominalConcurrencyShares`),
    ...validatePercent(exempt.lendablePercent, `${path}.lendablePercent`),
  ];
}

function validateLimited(priorityLevelConfiguration: LimitedLevel, path: string): FieldError[] {
  const {
    nominalConcurrencyShares: shares,
    limitResponse,
    lendablePercent,
    borrowingLimitPercent: borrowingPercent,
  } = priorityLevelConfiguration;
  return [
    ...atLeast(0, shares, NOT_NEGATIVE, `${path}.nominalConcurrencyShares`),
    ...validateResponse(limitResponse ?? { type: '' }, `${path}.limitResponse`),
    ...validatePercent(lendablePercent, `${path}.lendablePercent`),
    ...atLeast(0, borrowingPercent, `if specified, ${NOT_NEGATIVE}`, `${path}.borrowingLimitPercent`),
  ];
}

function validateResponse({ type = '', queuing }: Response, path: string): FieldError[] {
  const at = `${path}.queuing`;
  if (!RESPONSES.includes(type)) return [fieldErrors.notSupported(`${path}.type`, type, RESPONSES)];
  if (type === 'Reject') return queuing ? [fieldErrors.forbidden(at, 'must be nil if limited.limitResponse.type is not Limited')] : [];
  return queuing ? validateQueuing(queuing, at) : [fieldErrors.required(at, 'must not be empty if limited.limitResponse.type is Limited')];
}

/** Models `ValidatePriorityLevelQueuingConfiguration`. */
function validateQueuing({ queueLengthLimit, queues = 0, handSize = 0 }: Queuing, path: string): FieldError[] {
  const tooMany = queues > QUEUES_MAX ? [`must not be greater than ${QUEUES_MAX}`] : [];
  return [
    ...atLeast(1, queueLengthLimit, 'must be positive', `${path}.queueLengthLimit`),
    ...atLeast(1, queues, 'must be positive', `${path}.queues`),
    ...complaints(queues, tooMany, `${path}.queues`),
    ...complaints(handSize, handProblem(queues, handSize), `${path}.handSize`),
  ];
}

/** A hand of queues is drawn from bits of a single hash. Models `RequiredEntropyBits` of `k8s.io/apiserver/pkg/util/shufflesharding`. */
function handProblem(queues: number, handSize: number): string[] {
  if (handSize <= 0) return ['must be positive'];
  if (handSize > queues) return [`should not be greater than queues (${queues})`];
  if (Math.ceil(Math.log2(queues) * handSize) <= HASH_BITS_MAX) return [];
  return [`required entropy bits of deckSize ${queues} and handSize ${handSize} should not be greater than ${HASH_BITS_MAX}`];
}

function validatePercent(percent: number | undefined, path: string): FieldError[] {
  return percent === undefined ? [] : complaints(percent, inRange(percent, 0, 100), path);
}

function atLeast(least: number, value: number | undefined, problem: string, path: string): FieldError[] {
  return value !== undefined && value < least ? [fieldErrors.invalid(path, value, problem)] : [];
}
