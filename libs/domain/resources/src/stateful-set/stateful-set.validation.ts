import {
  dns1123Label,
  type FieldError,
  fieldErrors,
  semanticEqual,
  validateObjectMeta,
  validateObjectMetaUpdate,
} from '@klockwork/api-machinery';
import { selectorAsGo } from '../generic/as-go.ts';
import { collisionErrors } from '../generic/collision-count.ts';
import { complaints, nonNegative, notAbove } from '../generic/field-checks.ts';
import { amountOf, validateShare } from '../generic/int-or-percent.ts';
import { matcherOf, podErrors, validateSelected, validateSelector } from '../generic/template.validation.ts';
import { validatePodTemplate } from '../pod-template/pod-template.validation.ts';
import { validateClaimTemplates, withClaimVolumes } from './claim-templates.validation.ts';
import type { StatefulSet, StatefulSetSpec } from './stateful-set.ts';

type UpdateStrategy = NonNullable<StatefulSetSpec['updateStrategy']>;
type RollingUpdate = NonNullable<UpdateStrategy['rollingUpdate']>;

const FORBIDDEN =
  "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden";

/**
 * Models `ValidateStatefulSet` of `pkg/apis/apps/validation/validation.go`. Pod names are hostnames, so the set's name must be a DNS label.
 */
export function validateStatefulSet(set: StatefulSet): FieldError[] {
  return [
    ...validateObjectMeta(set.metadata ?? {}, { namespaced: true, nameFn: dns1123Label, path: 'metadata' }),
    ...specErrors(set.spec, { isNew: true }),
  ];
}

/** Models `ValidateStatefulSetUpdate`: pod template and replicas may change, identity may not. */
export function validateStatefulSetUpdate(next: StatefulSet, previous: StatefulSet): FieldError[] {
  const same = semanticEqual(fixedPart(next.spec), fixedPart(previous.spec));
  return [
    ...validateObjectMetaUpdate(next.metadata ?? {}, previous.metadata ?? {}),
    ...specErrors(next.spec, { isNew: false }),
    ...(same ? [] : [fieldErrors.forbidden('spec', FORBIDDEN)]),
  ];
}

/** Models `ValidateStatefulSetStatusUpdate`. */
export function validateStatefulSetStatus({ status = { replicas: 0 } }: StatefulSet, previous: StatefulSet): FieldError[] {
  return [
    ...nonNegative(status.replicas, 'status.replicas'),
    ...nonNegative(status.readyReplicas, 'status.readyReplicas'),
    ...nonNegative(status.currentReplicas, 'status.currentReplicas'),
    ...nonNegative(status.updatedReplicas, 'status.updatedReplicas'),
    ...nonNegative(status.availableReplicas, 'status.availableReplicas'),
    ...nonNegative(status.observedGeneration, 'status.observedGeneration'),
    ...nonNegative(status.collisionCount, 'status.collisionCount'),
    ...notAbove(status, 'readyReplicas', 'replicas', 'status.replicas'),
    ...notAbove(status, 'currentReplicas', 'replicas', 'status.replicas'),
    ...notAbove(status, 'updatedReplicas', 'replicas', 'status.replicas'),
    ...notAbove(status, 'availableReplicas', 'replicas', 'status.replicas'),
    ...notAbove(status, 'availableReplicas', 'readyReplicas', 'status.readyReplicas'),
    ...collisionErrors(status.collisionCount, previous.status?.collisionCount),
  ];
}

/** Names and claims are validated on create only: existing sets may be invalid, and both are immutable. */
function specErrors(spec: StatefulSetSpec | undefined, { isNew }: { readonly isNew: boolean }): FieldError[] {
  return [
    ...managementErrors(spec?.podManagementPolicy),
    ...strategyErrors(spec?.updateStrategy ?? {}),
    ...retentionErrors(spec?.persistentVolumeClaimRetentionPolicy),
    ...(isNew ? validateClaimTemplates(spec?.volumeClaimTemplates, 'spec.volumeClaimTemplates') : []),
    ...nonNegative(spec?.replicas, 'spec.replicas'),
    ...nonNegative(spec?.minReadySeconds, 'spec.minReadySeconds'),
    ...nonNegative(spec?.ordinals?.start, 'spec.ordinals.start'),
    ...(isNew ? serviceNameErrors(spec?.serviceName) : []),
    ...validateSelector(spec?.selector, 'statefulset'),
    ...templateErrors(spec),
    ...podErrors(spec?.template?.spec, 'StatefulSet'),
  ];
}

/** Models `ValidatePodTemplateSpecForStatefulSet`; stops after an invalid selector. */
function templateErrors(spec: StatefulSetSpec | undefined): FieldError[] {
  const { selector, template, volumeClaimTemplates } = spec ?? {};
  if (matcherOf(selector) === undefined) return [fieldErrors.invalid('spec.selector', selectorAsGo(selector), '')];
  return [
    ...validateSelected(template, selector),
    ...validatePodTemplate(withClaimVolumes(template ?? {}, volumeClaimTemplates), 'spec.template'),
  ];
}

function serviceNameErrors(name: string | undefined): FieldError[] {
  return name ? complaints(name, dns1123Label(name), 'spec.serviceName') : [];
}

function managementErrors(policy: string | undefined): FieldError[] {
  const path = 'spec.podManagementPolicy';
  if (!policy) return [fieldErrors.required(path)];
  return ['OrderedReady', 'Parallel'].includes(policy) ? [] : [fieldErrors.invalid(path, policy, "must be 'OrderedReady' or 'Parallel'")];
}

function strategyErrors(strategy: UpdateStrategy): FieldError[] {
  const { type = '', rollingUpdate } = strategy;
  const path = 'spec.updateStrategy';
  if (type === '') return [fieldErrors.required(path)];
  if (type === 'RollingUpdate') return rollingErrors(rollingUpdate ?? {}, `${path}.rollingUpdate`);
  if (type !== 'OnDelete') return [fieldErrors.invalid(path, strategyAsGo(strategy), "must be 'RollingUpdate' or 'OnDelete'")];
  const problem = "only allowed for updateStrategy 'RollingUpdate'";
  return rollingUpdate === undefined ? [] : [fieldErrors.invalid(`${path}.rollingUpdate`, rollingAsGo(rollingUpdate), problem)];
}

/** Returns a strategy in the form of Go's internal type, without JSON names. */
function strategyAsGo({ type = '', rollingUpdate }: UpdateStrategy): object {
  return { Type: type, RollingUpdate: rollingUpdate ? rollingAsGo(rollingUpdate) : null };
}

function rollingAsGo({ partition = 0, maxUnavailable }: RollingUpdate): object {
  return { Partition: partition, MaxUnavailable: maxUnavailable ?? null };
}

/** Models `validateRollingUpdateStatefulSet`. */
function rollingErrors({ partition, maxUnavailable }: RollingUpdate, path: string): FieldError[] {
  const field = `${path}.maxUnavailable`;
  const none = maxUnavailable !== undefined && amountOf(maxUnavailable) === 0;
  return [
    ...nonNegative(partition, `${path}.partition`),
    ...validateShare(maxUnavailable, field),
    ...(none ? [fieldErrors.invalid(field, maxUnavailable, 'cannot be 0')] : []),
  ];
}

function retentionErrors(policy: StatefulSetSpec['persistentVolumeClaimRetentionPolicy']): FieldError[] {
  const path = 'spec.persistentVolumeClaimRetentionPolicy';
  return (['whenDeleted', 'whenScaled'] as const).flatMap((field) => {
    const value = policy?.[field] ?? '';
    return policy === undefined || value === 'Retain' || value === 'Delete'
      ? []
      : [fieldErrors.notSupported(`${path}.${field}`, value, ['Retain', 'Delete'])];
  });
}

function fixedPart(spec: StatefulSetSpec | undefined): unknown {
  if (spec === undefined) return undefined;
  const {
    replicas,
    ordinals,
    template,
    updateStrategy,
    revisionHistoryLimit,
    persistentVolumeClaimRetentionPolicy,
    minReadySeconds,
    ...fixed
  } = spec;
  return fixed;
}
