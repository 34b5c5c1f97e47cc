import { type FieldError, fieldErrors, inRange, semanticEqual, validateObjectMetaUpdate } from '@klockwork/api-machinery';
import { copy, type Mutable } from '@klockwork/kernel';
import type { Toleration } from '@klockwork/kubernetes-types';
import type { Container, PodSpec } from '../pod-template/pod-spec.ts';
import { checkFormat } from '../pod-template/validation/field-checks.ts';
import { validatePodAnnotationUpdate } from '../pod-template/validation/pod-annotations.ts';
import type { Pod } from './pod.ts';
import { validateMetadataAndSpec } from './pod.validation.ts';
import { validateGatedScheduling, withGatedScheduling } from './pod-gated-update.validation.ts';
import { podSpecDiff } from './pod-spec-diff.ts';

const UPDATABLE = [
  '`spec.containers[*].image`',
  '`spec.initContainers[*].image`',
  '`spec.activeDeadlineSeconds`',
  '`spec.tolerations` (only additions to existing tolerations)',
  '`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)',
].join(',');
const SECONDS_MAX = 2 ** 31 - 1;

/** Validates an update of a pod by a user. Models `ValidatePodUpdate`. */
export function validatePodUpdate(next: Pod, previous: Pod): FieldError[] {
  const [spec, before] = [next.spec ?? { containers: [] }, previous.spec ?? { containers: [] }];
  const errors = [
    ...validateObjectMetaUpdate(next.metadata ?? {}, previous.metadata ?? {}),
    ...validateMetadataAndSpec(next),
    ...validatePodAnnotationUpdate(next.metadata?.annotations, previous.metadata?.annotations, 'metadata.annotations'),
  ];
  // From here upstream stops at the first error that invalidates later checks.
  for (const [field, after, former] of containerLists(spec, before)) {
    const { errors: foundErrors, stop } = validateContainerImages(after, former, `spec.${field}`);
    errors.push(...foundErrors);
    if (stop) return errors;
  }
  const deadline = validateDeadline(spec.activeDeadlineSeconds, before.activeDeadlineSeconds);
  errors.push(...deadline.errors);
  if (deadline.stop) return errors;
  errors.push(...validateTolerationsKept(spec.tolerations ?? [], before.tolerations ?? []));
  errors.push(...validateGatesOnlyRemoved(spec, before), ...validateGatedScheduling(spec, before));
  return [...errors, ...validateRestUnchanged(spec, before)];
}

function containerLists(spec: PodSpec, before: PodSpec): [string, readonly Container[], readonly Container[]][] {
  return [
    ['containers', spec.containers ?? [], before.containers ?? []],
    ['initContainers', spec.initContainers ?? [], before.initContainers ?? []],
  ];
}

function validateContainerImages(next: readonly Container[], previous: readonly Container[], path: string) {
  if (next.length !== previous.length) {
    return { errors: [fieldErrors.forbidden(path, 'pod updates may not add or remove containers')], stop: true };
  }
  const errors = next.flatMap(({ image = '' }, index) => {
    const at = `${path}[${index}].image`;
    if (image === '') return [fieldErrors.required(at)];
    return image.trim() === image ? [] : [fieldErrors.invalid(at, image, 'must not have leading or trailing whitespace')];
  });
  return { errors, stop: false };
}

/** Allows setting or lowering the deadline, not raising or removing it. */
function validateDeadline(next: number | undefined, previous: number | undefined): { errors: FieldError[]; stop: boolean } {
  const path = 'spec.activeDeadlineSeconds';
  if (next === undefined) {
    if (previous === undefined) return { errors: [], stop: false };
    return { errors: [fieldErrors.invalid(path, undefined, 'must not update from a positive integer to nil value')], stop: false };
  }
  const range = checkFormat(path, next, (value) => inRange(value, 0, SECONDS_MAX));
  if (range.length > 0) return { errors: range, stop: true };
  if (previous === undefined || previous >= next) return { errors: [], stop: false };
  return { errors: [fieldErrors.invalid(path, next, 'must be less than or equal to previous value')], stop: true };
}

function validateTolerationsKept(next: readonly Toleration[], previous: readonly Toleration[]): FieldError[] {
  const nextTexts = new Set(next.map(butForSeconds));
  const areKept = previous.every((old) => nextTexts.has(butForSeconds(old)));
  if (areKept) return [];
  return [fieldErrors.forbidden('spec.tolerations', 'existing toleration can not be modified except its tolerationSeconds')];
}

/** Compares as text: absent fields are empty in Go. */
function butForSeconds({ key = '', operator = '', value = '', effect = '' }: Toleration): string {
  return JSON.stringify([key, operator, value, effect]);
}

function validateGatesOnlyRemoved(next: PodSpec, previous: PodSpec): FieldError[] {
  const old = new Set((previous.schedulingGates ?? []).map(({ name }) => name));
  return (next.schedulingGates ?? []).flatMap(({ name }, index) => {
    if (old.has(name)) return [];
    const problem = `only deletion is allowed, but found new scheduling gate '${name}'`;
    return [fieldErrors.forbidden(`spec.schedulingGates[${index}].name`, problem)];
  });
}

function validateRestUnchanged(next: PodSpec, previous: PodSpec): FieldError[] {
  const rest = withoutUpdatable(next, previous);
  if (semanticEqual(rest, previous)) return [];
  return [fieldErrors.forbidden('spec', `pod updates may not change fields other than ${UPDATABLE}\n${podSpecDiff(previous, rest)}`)];
}

/** Returns the new spec with updatable fields restored. */
function withoutUpdatable(next: PodSpec, previous: PodSpec): PodSpec {
  const rest: Mutable<PodSpec> = copy(next);
  for (const field of ['containers', 'initContainers'] as const) {
    for (const [index, container] of (rest[field] ?? []).entries()) putBack(container, previous[field]?.[index] ?? {}, 'image');
  }
  putBack(rest, previous, 'activeDeadlineSeconds');
  putBack(rest, previous, 'schedulingGates');
  putBack(rest, previous, 'tolerations');
  if ((previous.terminationGracePeriodSeconds ?? 0) < 0 && rest.terminationGracePeriodSeconds === 1) {
    putBack(rest, previous, 'terminationGracePeriodSeconds');
  }
  return withGatedScheduling(rest, previous);
}

function putBack<T extends object, K extends keyof T>(target: T, source: { readonly [P in K]?: T[P] }, field: K): void {
  if (source[field] === undefined) delete target[field];
  else target[field] = source[field] as T[K];
}
