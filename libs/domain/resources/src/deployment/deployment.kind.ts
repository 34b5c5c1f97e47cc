import { labelSelector } from '@klockwork/api-machinery';
import { ageColumn, containerColumns, nameColumn } from '../generic/columns.ts';
import type { KindDefinition } from '../kind.ts';
import { resources } from '../resource-refs.ts';
import { scaleSubresource } from '../scale/scale.ts';
import { deploymentEvent } from './deployment.events.ts';
import { deploymentStatus, deploymentStrategy } from './deployment.strategy.ts';
import type { Deployment } from './deployment.ts';

/** Deployment. Models `pkg/registry/apps/deployment`. */
export const deploymentKind: KindDefinition<Deployment> = {
  ...resources.deployments,
  listKind: 'DeploymentList',
  singular: 'deployment',
  shortNames: ['deploy'],
  categories: ['all'],
  definition: 'io.k8s.api.apps.v1.Deployment',
  strategy: deploymentStrategy,
  status: deploymentStatus,
  projected: { scale: scaleSubresource<Deployment>(resources.deployments) },
  columns: [
    nameColumn,
    { name: 'Ready', type: 'string', description: 'Ready pods of those asked for', cell: readyCell },
    { name: 'Up-to-date', type: 'string', description: 'Pods of the newest template', cell: ({ status }) => status?.updatedReplicas ?? 0 },
    { name: 'Available', type: 'string', description: 'Pods ready for long enough', cell: ({ status }) => status?.availableReplicas ?? 0 },
    ageColumn,
    ...containerColumns<Deployment>((deployment) => deployment.spec?.template.spec?.containers ?? []),
    { name: 'Selector', type: 'string', priority: 1, description: 'Which pods belong to it', cell: selectorCell },
  ],
  selectableFields: {},
  event: deploymentEvent,
};

function readyCell({ spec, status }: Deployment): string {
  return `${status?.readyReplicas ?? 0}/${spec?.replicas ?? 0}`;
}

function selectorCell({ spec }: Deployment): string {
  return labelSelector.fromObject(spec?.selector).toString();
}
