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

/** What a Clock must be: the one named `lab`, at a rate that a host can keep. */
export function validateClock(clock: LabClock): FieldError[] {
  return [
    ...validateObjectMeta(clock.metadata ?? {}, { namespaced: false, nameFn: dns1123Subdomain }),
    ...nameErrors(clock),
    ...specErrors(clock),
  ];
}

/** What an update of a Clock must leave. */
export function validateClockUpdate(next: LabClock, previous: LabClock): FieldError[] {
  return [...validateObjectMetaUpdate(next.metadata ?? {}, previous.metadata ?? {}), ...specErrors(next)];
}

/** What is wrong with the write-only fields: how far, until when, how fast. */
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
  const parsed = parseDuration(text);
  if ('problem' in parsed) return [fieldErrors.invalid(field, text, parsed.problem)];
  if (parsed.ms < 0) return [fieldErrors.invalid(field, text, 'must be greater than or equal to 0')];
  return Number.isInteger(parsed.ms) ? [] : [fieldErrors.invalid(field, text, 'must be a whole number of milliseconds')];
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
  const parsed = parseWaitCondition(until.for ?? '');
  return [
    ...missing.map((field) => fieldErrors.required(`spec.until.${field}`)),
    ...('problem' in parsed && until.for ? [fieldErrors.invalid('spec.until.for', until.for, parsed.problem)] : []),
    ...placeErrors(until),
  ];
}

/** The object must be of a kind that is served, and in no namespace if its kind is not. */
function placeErrors(until: ClockUntil): FieldError[] {
  const { group = '', resource = '', namespace = '' } = until;
  if (resource === '') return [];
  const target = clockTarget(until);
  if (target === undefined) return [fieldErrors.notFound('spec.until.resource', group === '' ? resource : `${resource}.${group}`)];
  if (target.resource.namespaced || namespace === '') return [];
  return [fieldErrors.forbidden('spec.until.namespace', `not allowed on ${resource}`)];
}
