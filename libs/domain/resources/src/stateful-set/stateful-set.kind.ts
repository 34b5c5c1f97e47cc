import { ageColumn, containerColumns, nameColumn } from '../generic/columns.ts';
import { specStrategy } from '../generic/spec-strategy.ts';
import { statusStrategy } from '../generic/status-strategy.ts';
import { namelessTemplateWarnings } from '../generic/template-warnings.ts';
import type { KindDefinition, Strategy } from '../kind.ts';
import { defaultClaimSpec } from '../persistent-volume-claim/claim-spec.defaults.ts';
import { canonicalizeQuantities } from '../pod-template/container.defaults.ts';
import { claimFractionWarnings } from '../pod-template/fraction-warnings.ts';
import { podTemplateDefaults } from '../pod-template/pod-spec.defaults.ts';
import { resources } from '../resource-refs.ts';
import { scaleSubresource } from '../scale/scale.ts';
import { statefulSetEvent } from './stateful-set.events.ts';
import type { StatefulSet, StatefulSetSpec } from './stateful-set.ts';
import { validateStatefulSet, validateStatefulSetStatus, validateStatefulSetUpdate } from './stateful-set.validation.ts';

/** Models `pkg/registry/apps/statefulset/strategy.go`. */
const strategy: Strategy<StatefulSet> = {
  default: defaultStatefulSet,
  ...specStrategy<StatefulSet>(() => ({ replicas: 0, availableReplicas: 0 })),
  validate: validateStatefulSet,
  validateUpdate: validateStatefulSetUpdate,
  warnings: (set, previous) => [
    ...namelessTemplateWarnings(set, previous),
    ...claimWarnings(set, previous === undefined ? '' : '.Spec'),
    ...historyWarnings(set),
  ],
};

/** StatefulSet. Models `pkg/registry/apps/statefulset`. */
export const statefulSetKind: KindDefinition<StatefulSet> = {
  ...resources.statefulSets,
  listKind: 'StatefulSetList',
  singular: 'statefulset',
  shortNames: ['sts'],
  categories: ['all'],
  definition: 'io.k8s.api.apps.v1.StatefulSet',
  strategy,
  status: statusStrategy<StatefulSet>({ validate: validateStatefulSetStatus }),
  projected: { scale: scaleSubresource<StatefulSet>(resources.statefulSets) },
  columns: [
    nameColumn,
    { name: 'Ready', type: 'string', description: 'Ready pods of those asked for', cell: readyCell },
    ageColumn,
    ...containerColumns<StatefulSet>(({ spec }) => spec?.template?.spec?.containers ?? []),
  ],
  selectableFields: {},
  event: statefulSetEvent,
};

/** Models `SetDefaults_StatefulSet` of `pkg/apis/apps/v1/defaults.go`. */
export function defaultStatefulSet(draft: StatefulSet): void {
  draft.spec ??= {} as StatefulSetSpec;
  const { spec } = draft;
  spec.podManagementPolicy ||= 'OrderedReady';
  spec.updateStrategy ??= {};
  defaultStrategy(spec.updateStrategy);
  spec.persistentVolumeClaimRetentionPolicy ??= {};
  spec.persistentVolumeClaimRetentionPolicy.whenDeleted ||= 'Retain';
  spec.persistentVolumeClaimRetentionPolicy.whenScaled ||= 'Retain';
  spec.replicas ??= 1;
  spec.revisionHistoryLimit ??= 10;
  if (spec.ordinals) spec.ordinals.start ??= 0;
  for (const claim of spec.volumeClaimTemplates ?? []) defaultClaim(claim);
  spec.template ??= {};
  spec.template.spec ??= { containers: [] };
  podTemplateDefaults(spec.template);
}

/** Completes only a default strategy: an explicit RollingUpdate without parameters stays as it is, unlike a Deployment's. */
function defaultStrategy(strategy: NonNullable<StatefulSetSpec['updateStrategy']>): void {
  if (!strategy.type) {
    strategy.type = 'RollingUpdate';
    strategy.rollingUpdate ??= {};
  }
  if (strategy.type !== 'RollingUpdate' || !strategy.rollingUpdate) return;
  strategy.rollingUpdate.partition ??= 0;
  strategy.rollingUpdate.maxUnavailable ??= 1;
}

function defaultClaim(claim: NonNullable<StatefulSetSpec['volumeClaimTemplates']>[number]): void {
  claim.apiVersion ??= 'v1';
  claim.kind ??= 'PersistentVolumeClaim';
  claim.status ??= {};
  claim.status.phase ||= 'Pending';
  canonicalizeQuantities(claim.status.capacity);
  claim.spec ??= {};
  defaultClaimSpec(claim.spec);
}

/** `below`: part of the path that upstream adds in updates only, in Go's spelling. */
function claimWarnings({ spec }: StatefulSet, below: string): string[] {
  const claims = spec?.volumeClaimTemplates ?? [];
  return claims.flatMap((claim, index) =>
    claimFractionWarnings(claim.spec?.resources, `spec.volumeClaimTemplates[${index}]${below}.resources`),
  );
}

function historyWarnings({ spec }: StatefulSet): string[] {
  const keepsAll = (spec?.revisionHistoryLimit ?? 0) < 0;
  return keepsAll ? ['spec.revisionHistoryLimit: a negative value retains all historical revisions; a value >= 0 is recommended'] : [];
}

function readyCell({ spec, status }: StatefulSet): string {
  return `${status?.readyReplicas ?? 0}/${spec?.replicas ?? 0}`;
}
