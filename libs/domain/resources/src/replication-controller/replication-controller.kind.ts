import { ageColumn, containerColumns, countColumn, formatLabels, nameColumn } from '../generic/columns.ts';
import { type LifeCycleEvent, lifeCycleEvent } from '../generic/life-cycle-events.ts';
import { metadataOf } from '../generic/metadata.ts';
import { type ScaledData, scaledData } from '../generic/scaled.ts';
import { specStrategy } from '../generic/spec-strategy.ts';
import { statusStrategy } from '../generic/status-strategy.ts';
import { templateWarnings } from '../generic/template-warnings.ts';
import type { Change, KindDefinition, Strategy } from '../kind.ts';
import { podTemplateDefaults } from '../pod-template/pod-spec.defaults.ts';
import { resources } from '../resource-refs.ts';
import { scaleSubresource } from '../scale/scale.ts';
import type { ReplicationController } from './replication-controller.ts';
import {
  validateReplicationController,
  validateReplicationControllerStatus,
  validateReplicationControllerUpdate,
} from './replication-controller.validation.ts';

/** Event of a ReplicationController change. */
export type ReplicationControllerEvent =
  | LifeCycleEvent<'ReplicationController'>
  | { readonly type: 'ReplicationControllerScaled'; readonly data: ScaledData };

/** Models `pkg/registry/core/replicationcontroller/strategy.go`. */
const strategy: Strategy<ReplicationController> = {
  orphansDependents: true,
  default: defaultReplicationController,
  ...specStrategy<ReplicationController>(() => ({ replicas: 0 })),
  validate: validateReplicationController,
  validateUpdate: validateReplicationControllerUpdate,
  warnings: templateWarnings,
};

/** ReplicationController. Models `pkg/registry/core/replicationcontroller`. */
export const replicationControllerKind: KindDefinition<ReplicationController> = {
  ...resources.replicationControllers,
  listKind: 'ReplicationControllerList',
  singular: 'replicationcontroller',
  shortNames: ['rc'],
  categories: ['all'],
  definition: 'io.k8s.api.core.v1.ReplicationController',
  strategy,
  status: statusStrategy<ReplicationController>({ validate: validateReplicationControllerStatus }),
  projected: {
    scale: scaleSubresource<ReplicationController>(resources.replicationControllers, ({ spec }) => ({ matchLabels: spec?.selector ?? {} })),
  },
  columns: [
    nameColumn,
    countColumn<ReplicationController>('Desired', 'Pods that are asked for', ({ spec }) => spec?.replicas),
    countColumn<ReplicationController>('Current', 'Pods that exist', ({ status }) => status?.replicas),
    countColumn<ReplicationController>('Ready', 'Pods that are ready', ({ status }) => status?.readyReplicas),
    ageColumn,
    ...containerColumns<ReplicationController>(({ spec }) => spec?.template?.spec?.containers ?? []),
    {
      name: 'Selector',
      type: 'string',
      priority: 1,
      description: 'Which pods belong to it',
      cell: ({ spec }) => formatLabels(spec?.selector),
    },
  ],
  selectableFields: { 'status.replicas': ({ status }) => String(status?.replicas ?? 0) },
  event: replicationControllerEvent,
};

/** Models `SetDefaults_ReplicationController`: default selector and labels are the template's. */
export function defaultReplicationController(draft: ReplicationController): void {
  draft.spec ??= {};
  draft.spec.replicas ??= 1;
  const { template } = draft.spec;
  if (template === undefined) return;
  template.spec ??= { containers: [] };
  podTemplateDefaults(template);
  const labels = template.metadata?.labels ?? {};
  if (Object.keys(labels).length === 0) return;
  if (isEmpty(draft.spec.selector)) draft.spec.selector = { ...labels };
  if (isEmpty(draft.metadata?.labels)) metadataOf(draft).labels = { ...labels };
}

function isEmpty(labels: Readonly<Record<string, string>> | undefined): boolean {
  return Object.keys(labels ?? {}).length === 0;
}

function replicationControllerEvent(change: Change<ReplicationController>): ReplicationControllerEvent {
  const data = change.verb === 'update' && change.subresource !== 'status' ? scaledData(change) : undefined;
  return data === undefined ? lifeCycleEvent('ReplicationController', change) : { type: 'ReplicationControllerScaled', data: data };
}
