import { labelSelector } from '@klockwork/api-machinery';
import { ageColumn, containerColumns, countColumn, nameColumn } from '../generic/columns.ts';
import { specStrategy } from '../generic/spec-strategy.ts';
import { statusStrategy } from '../generic/status-strategy.ts';
import { templateWarnings } from '../generic/template-warnings.ts';
import type { KindDefinition, Strategy } from '../kind.ts';
import { podTemplateDefaults } from '../pod-template/pod-spec.defaults.ts';
import { resources } from '../resource-refs.ts';
import { scaleSubresource } from '../scale/scale.ts';
import { replicaSetEvent } from './replica-set.events.ts';
import type { ReplicaSet, ReplicaSetSpec } from './replica-set.ts';
import { validateReplicaSet, validateReplicaSetStatus, validateReplicaSetUpdate } from './replica-set.validation.ts';

/** Models `pkg/registry/apps/replicaset/strategy.go`. */
const strategy: Strategy<ReplicaSet> = {
  default: defaultReplicaSet,
  ...specStrategy<ReplicaSet>(() => ({ replicas: 0 })),
  validate: validateReplicaSet,
  validateUpdate: validateReplicaSetUpdate,
  warnings: templateWarnings,
};

/** ReplicaSet. Models `pkg/registry/apps/replicaset`. */
export const replicaSetKind: KindDefinition<ReplicaSet> = {
  ...resources.replicaSets,
  listKind: 'ReplicaSetList',
  singular: 'replicaset',
  shortNames: ['rs'],
  categories: ['all'],
  definition: 'io.k8s.api.apps.v1.ReplicaSet',
  strategy,
  status: statusStrategy<ReplicaSet>({ validate: validateReplicaSetStatus }),
  projected: { scale: scaleSubresource<ReplicaSet>(resources.replicaSets) },
  columns: [
    nameColumn,
    countColumn<ReplicaSet>('Desired', 'Pods that are asked for', (replicaSet) => replicaSet.spec?.replicas),
    countColumn<ReplicaSet>('Current', 'Pods that exist', (replicaSet) => replicaSet.status?.replicas),
    countColumn<ReplicaSet>('Ready', 'Pods that are ready', (replicaSet) => replicaSet.status?.readyReplicas),
    ageColumn,
    ...containerColumns<ReplicaSet>((replicaSet) => replicaSet.spec?.template?.spec?.containers ?? []),
    { name: 'Selector', type: 'string', priority: 1, description: 'Which pods belong to it', cell: selectorCell },
  ],
  selectableFields: { 'status.replicas': (replicaSet) => String(replicaSet.status?.replicas ?? 0) },
  event: replicaSetEvent,
};

/** Models `SetDefaults_ReplicaSet`. Upstream's spec always exists. */
export function defaultReplicaSet(draft: ReplicaSet): void {
  draft.spec ??= {} as ReplicaSetSpec;
  draft.spec.replicas ??= 1;
  draft.spec.template ??= {};
  draft.spec.template.spec ??= { containers: [] };
  podTemplateDefaults(draft.spec.template);
}

/** Models `metav1.FormatLabelSelector`. */
function selectorCell(replicaSet: ReplicaSet): string {
  return labelSelector.fromObject(replicaSet.spec?.selector).toString() || '<none>';
}
