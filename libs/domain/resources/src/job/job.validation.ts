import {
  dns1123Label,
  dns1123Subdomain,
  type FieldError,
  fieldErrors,
  goQuote,
  semanticEqual,
  validateImmutable,
  validateLabelSelector,
  validateObjectMeta,
  validateObjectMetaUpdate,
} from '@klockwork/api-machinery';
import { utf8Length } from '@klockwork/kernel';
import { validateDomainPrefixedPath } from '../generic/domain-prefixed-path.ts';
import { complaints, nonNegative } from '../generic/field-checks.ts';
import { validateSelected, validateSelectorUnchanged } from '../generic/template.validation.ts';
import { validatePodTemplate } from '../pod-template/pod-template.validation.ts';
import type { Job, JobSpec } from './job.ts';
import { failurePolicyAsGo, successPolicyAsGo } from './job-as-go.ts';
import { podFailurePolicyErrors, podReplacementPolicyErrors, successPolicyErrors } from './job-policies.validation.ts';
import { generatedSelectorErrors, templateUpdateErrors } from './job-template.validation.ts';

/** Max parallelism and failed indexes of an Indexed Job; stricter rules apply to more completions. */
const INDEXED_MAX = 100_000;
/** Limit for an Indexed Job with per-index limits and more completions than {@link INDEXED_MAX}. */
const MANY_MAX = 10_000;
const MANAGER_BYTES_MAX = 63;
const RESTART_POLICIES = ['OnFailure', 'Never'];

/** Models `ValidateJob` of `pkg/apis/batch/validation/validation.go`. */
export function validateJob(job: Job): FieldError[] {
  return [
    ...validateObjectMeta(job.metadata ?? {}, { namespaced: true, nameFn: dns1123Subdomain, path: 'metadata' }),
    ...generatedSelectorErrors(job),
    ...specErrors(job.spec),
    ...hostnameErrors(job),
  ];
}

/** Models the strategy's `ValidateUpdate`: only parallelism, limits and `suspend` may change. */
export function validateJobUpdate(next: Job, previous: Job): FieldError[] {
  const [spec, before] = [next.spec, previous.spec];
  return [
    ...validateObjectMetaUpdate(next.metadata ?? {}, previous.metadata ?? {}),
    ...generatedSelectorErrors(next, previous),
    ...specErrors(spec),
    ...hostnameErrors(next),
    ...completionsErrors(spec, before),
    ...validateSelectorUnchanged(spec?.selector, before?.selector),
    ...templateUpdateErrors(next, previous),
    ...validateImmutable(spec?.completionMode, before?.completionMode, 'spec.completionMode'),
    ...policyErrors(spec?.podFailurePolicy, before?.podFailurePolicy, 'spec.podFailurePolicy', failurePolicyAsGo),
    ...validateImmutable(spec?.backoffLimitPerIndex, before?.backoffLimitPerIndex, 'spec.backoffLimitPerIndex'),
    ...validateImmutable(spec?.managedBy, before?.managedBy, 'spec.managedBy'),
    ...policyErrors(spec?.successPolicy, before?.successPolicy, 'spec.successPolicy', successPolicyAsGo),
  ];
}

function policyErrors<T>(next: T, before: T, path: string, asGo: (policy: T) => object | undefined): FieldError[] {
  return semanticEqual(next, before) ? [] : [fieldErrors.invalid(path, asGo(next), 'field is immutable')];
}

/** Validates the spec at `path` of a Job or a CronJob's template. Models `validateJobSpec`. */
export function validateJobSpec(spec: JobSpec | undefined, path: string): FieldError[] {
  if (spec === undefined) return [fieldErrors.required(`${path}.template`)];
  const at = (field: string) => `${path}.${field}`;
  return [
    ...nonNegative(spec.parallelism, at('parallelism')),
    ...nonNegative(spec.completions, at('completions')),
    ...nonNegative(spec.activeDeadlineSeconds, at('activeDeadlineSeconds')),
    ...nonNegative(spec.backoffLimit, at('backoffLimit')),
    ...nonNegative(spec.ttlSecondsAfterFinished, at('ttlSecondsAfterFinished')),
    ...nonNegative(spec.backoffLimitPerIndex, at('backoffLimitPerIndex')),
    ...nonNegative(spec.maxFailedIndexes, at('maxFailedIndexes')),
    ...lacksPerIndex(spec, at('backoffLimitPerIndex')),
    ...managerErrors(spec.managedBy, at('managedBy')),
    ...modeErrors(spec, at),
    ...(spec.podFailurePolicy === undefined ? [] : podFailurePolicyErrors(spec, at('podFailurePolicy'))),
    ...successPolicyErrors(spec, at('successPolicy')),
    ...podReplacementPolicyErrors(spec, at('podReplacementPolicy')),
    ...validatePodTemplate(spec.template ?? {}, at('template')),
    ...restartPolicyErrors(spec, at('template.spec.restartPolicy')),
  ];
}

function specErrors(spec: JobSpec | undefined): FieldError[] {
  const { selector } = spec ?? {};
  return [
    ...validateJobSpec(spec, 'spec'),
    ...(selector === undefined ? [fieldErrors.required('spec.selector')] : validateLabelSelector(selector, 'spec.selector')),
    ...validateSelected(spec?.template, selector),
  ];
}

type At = (field: string) => string;

function lacksPerIndex({ maxFailedIndexes, backoffLimitPerIndex }: JobSpec, path: string): FieldError[] {
  const lacks = maxFailedIndexes !== undefined && backoffLimitPerIndex === undefined;
  return lacks ? [fieldErrors.required(path, 'when maxFailedIndexes is specified')] : [];
}

function managerErrors(manager: string | undefined, path: string): FieldError[] {
  if (manager === undefined) return [];
  const tooLong = utf8Length(manager) > MANAGER_BYTES_MAX;
  return [...validateDomainPrefixedPath(manager, path), ...(tooLong ? [fieldErrors.tooLong(path, MANAGER_BYTES_MAX)] : [])];
}

function modeErrors(spec: JobSpec, at: At): FieldError[] {
  const { completionMode: mode, backoffLimitPerIndex: perIndex, maxFailedIndexes } = spec;
  const unknown = mode !== undefined && mode !== 'NonIndexed' && mode !== 'Indexed';
  return [
    ...(unknown ? [fieldErrors.notSupported(at('completionMode'), mode, ['NonIndexed', 'Indexed'])] : []),
    ...(mode === 'Indexed' ? indexedErrors(spec, at) : []),
    ...(mode === undefined || mode === 'NonIndexed'
      ? [...onlyIndexed(perIndex, at('backoffLimitPerIndex')), ...onlyIndexed(maxFailedIndexes, at('maxFailedIndexes'))]
      : []),
  ];
}

function onlyIndexed(value: number | undefined, path: string): FieldError[] {
  return value === undefined ? [] : [fieldErrors.invalid(path, value, 'requires indexed completion mode')];
}

function indexedErrors(spec: JobSpec, at: At): FieldError[] {
  const { completions, parallelism = 0, maxFailedIndexes = 0 } = spec;
  const tooWide = `must be less than or equal to ${INDEXED_MAX} when completion mode is Indexed`;
  const above = completions !== undefined && maxFailedIndexes > completions;
  const failedIndexError = (problem: string) => fieldErrors.invalid(at('maxFailedIndexes'), maxFailedIndexes, problem);
  return [
    ...(completions === undefined ? [fieldErrors.required(at('completions'), 'when completion mode is Indexed')] : []),
    ...(parallelism > INDEXED_MAX ? [fieldErrors.invalid(at('parallelism'), parallelism, tooWide)] : []),
    ...(above ? [failedIndexError('must be less than or equal to completions')] : []),
    ...(maxFailedIndexes > INDEXED_MAX ? [failedIndexError(`must be less than or equal to ${INDEXED_MAX}`)] : []),
    ...manyErrors(spec, at),
  ];
}

/** Limits parallelism and failures of Jobs with many completions, so that their status stays small. */
function manyErrors({ completions = 0, backoffLimitPerIndex, parallelism = 0, maxFailedIndexes }: JobSpec, at: At): FieldError[] {
  if (completions <= INDEXED_MAX || backoffLimitPerIndex === undefined) return [];
  const rule = `must be less than or equal to ${MANY_MAX} when completions are above ${INDEXED_MAX} and used with backoff limit per index`;
  const lacking = `must be specified when completions is above ${INDEXED_MAX}`;
  return [
    ...(maxFailedIndexes === undefined ? [fieldErrors.required(at('maxFailedIndexes'), lacking)] : []),
    ...(parallelism > MANY_MAX ? [fieldErrors.invalid(at('parallelism'), parallelism, rule)] : []),
    ...((maxFailedIndexes ?? 0) > MANY_MAX ? [fieldErrors.invalid(at('maxFailedIndexes'), maxFailedIndexes, rule)] : []),
  ];
}

function restartPolicyErrors({ template, podFailurePolicy }: JobSpec, path: string): FieldError[] {
  const policy = template?.spec?.restartPolicy ?? '';
  if (policy === '' || policy === 'Always')
    return [fieldErrors.required(path, `valid values: ${RESTART_POLICIES.map(goQuote).join(', ')}`)];
  if (!RESTART_POLICIES.includes(policy)) return [fieldErrors.notSupported(path, policy, RESTART_POLICIES)];
  if (podFailurePolicy === undefined || policy === 'Never') return [];
  return [fieldErrors.invalid(path, policy, 'only "Never" is supported when podFailurePolicy is specified')];
}

/** Validates pod hostnames of an Indexed Job, name and index joined, as DNS labels. */
function hostnameErrors({ metadata, spec }: Job): FieldError[] {
  if (spec?.completionMode !== 'Indexed' || (spec.completions ?? 0) < 1) return [];
  const longest = `${metadata?.name ?? ''}-${(spec.completions ?? 1) - 1}`;
  if (dns1123Label(longest).length === 0) return [];
  const problem = `will not able to create pod with invalid DNS label: ${longest}`;
  return complaints(metadata?.name ?? '', [problem], 'metadata.name');
}

/** Models `validateCompletions`: completions of an Indexed Job may change together with its parallelism. */
function completionsErrors(spec: JobSpec | undefined, before: JobSpec | undefined): FieldError[] {
  if (spec?.completionMode !== 'Indexed') return validateImmutable(spec?.completions, before?.completions, 'spec.completions');
  if (spec.completions === undefined || spec.completions === before?.completions || spec.completions === spec.parallelism) return [];
  return [fieldErrors.invalid('spec.completions', spec.completions, 'can only be modified in tandem with spec.parallelism')];
}
