import {
  dns1123Subdomain,
  type FieldError,
  fieldErrors,
  parseDuration,
  parseWaitCondition,
  validateObjectMeta,
  validateObjectMetaUpdate,
} from '@klockwork/api-machinery';
import { clockTarget } from './clock.target.ts';
import { type ClockSpec, type ClockUntil, LAB_CLOCK, type LabClock } from './clock.ts';

/** Faster than this a host's timers are no clock any more. */
const RATE_MAX = 1_000;
const REACHES: readonly ClockUntil['reach'][] = ['Idle', 'NextTimer', 'Condition'];

/** Validates a Clock: named `lab`, with a feasible rate. */
export function validateClock(clock: LabClock): FieldError[] {
  return [
    ...validateObjectMeta(clock.metadata ?? {}, { namespaced: false, nameFn: dns1123Subdomain }),
    ...nameErrors(clock),
    ...specErrors(clock),
  ];
}

export function validateClockUpdate(next: LabClock, previous: LabClock): FieldError[] {
  return [...validateObjectMetaUpdate(next.metadata ?? {}, previous.metadata ?? {}), ...specErrors(next)];
}

/** Validates the write-only fields: distance, condition, speed. */
export function requestErrors({ advance, until, maxRate }: ClockSpec): FieldError[] {
  return [
    ...(advance === undefined ? [] : durationErrors(advance, 'spec.advance')),
    ...(until === undefined ? [] : untilErrors(until)),
    ...(maxRate === undefined ? [] : rateErrors(maxRate, 'spec.maxRate')),
    ...(maxRate !== undefined && advance === undefined && until === undefined
      ? [fieldErrors.forbidden('spec.maxRate', 'may only be set together with `advance` or `until`')]
      : []),
  ];
}

function nameErrors({ metadata }: LabClock): FieldError[] {
  const name = metadata?.name ?? '';
  return name === '' || name === LAB_CLOCK ? [] : [fieldErrors.invalid('metadata.name', name, `must be "${LAB_CLOCK}"`)];
}

function specErrors({ spec = {} }: LabClock): FieldError[] {
  const rate = spec.rate ?? 1;
  const slow = rate > RATE_MAX ? [fieldErrors.invalid('spec.rate', rate, `must be less than or equal to ${RATE_MAX}`)] : [];
  return [...rateErrors(rate, 'spec.rate'), ...slow, ...requestErrors(spec)];
}

function rateErrors(rate: number, field: string): FieldError[] {
  return rate > 0 ? [] : [fieldErrors.invalid(field, rate, 'must be greater than 0')];
}

function durationErrors(text: string, field: string): FieldError[] {
  const duration = parseDuration(text);
  if ('problem' in duration) return [fieldErrors.invalid(field, text, duration.problem)];
  if (duration.ms < 0) return [fieldErrors.invalid(field, text, 'must be greater than or equal to 0')];
  return Number.isInteger(duration.ms) ? [] : [fieldErrors.invalid(field, text, 'must be a whole number of milliseconds')];
}

function untilErrors(until: ClockUntil): FieldError[] {
  if (!REACHES.includes(until.reach)) return [reachError(until.reach)];
  return until.reach === 'Condition' ? conditionErrors(until) : [];
}

function reachError(reach: string | undefined): FieldError {
  if (reach === undefined || reach === '') return fieldErrors.required('spec.until.reach');
  return fieldErrors.notSupported('spec.until.reach', reach, REACHES);
}

function conditionErrors(until: ClockUntil): FieldError[] {
  const missing = (['for', 'resource', 'name'] as const).filter((field) => (until[field] ?? '') === '');
  const waitCondition = parseWaitCondition(until.for ?? '');
  return [
    ...missing.map((field) => fieldErrors.required(`spec.until.${field}`)),
    ...('problem' in waitCondition && until.for ? [fieldErrors.invalid('spec.until.for', until.for, waitCondition.problem)] : []),
    ...placeErrors(until),
  ];
}

/** Requires a known kind, and a namespace only for namespaced kinds. */
function placeErrors(until: ClockUntil): FieldError[] {
  const { group = '', resource = '', namespace = '' } = until;
  if (resource === '') return [];
  const target = clockTarget(until);
  if (target === undefined) return [fieldErrors.notFound('spec.until.resource', group === '' ? resource : `${resource}.${group}`)];
  if (target.resource.namespaced || namespace === '') return [];
  return [fieldErrors.forbidden('spec.until.namespace', `not allowed on ${resource}`)];
}
