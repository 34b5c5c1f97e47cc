import { semanticEqual } from '@klockwork/api-machinery';
import { imagesOf } from '../generic/image-list.ts';
import { type LifeCycleEvent, lifeCycleEvent } from '../generic/life-cycle-events.ts';
import { type ScaledData, scaledData } from '../generic/scaled.ts';
import type { Change } from '../kind.ts';
import type { Deployment } from './deployment.ts';

/** Event of a Deployment change. */
export type DeploymentEvent =
  | LifeCycleEvent<'Deployment'>
  | { readonly type: 'DeploymentScaled'; readonly data: ScaledData }
  | { readonly type: 'DeploymentTemplateChanged'; readonly data: { readonly images: readonly string[] } }
  | { readonly type: 'DeploymentPaused'; readonly data: Readonly<Record<string, never>> }
  | { readonly type: 'DeploymentResumed'; readonly data: Readonly<Record<string, never>> }
  | { readonly type: 'DeploymentStatusReported'; readonly data: StatusData };

type StatusData = {
  readonly replicas: number;
  readonly updated: number;
  readonly ready: number;
  readonly available: number;
};

/** Returns the event of a Deployment change. Several changes are named after the one that moves most pods. */
export function deploymentEvent(change: Change<Deployment>): DeploymentEvent {
  const { previous, next } = change;
  if (change.verb !== 'update' || previous === undefined) return lifeCycleEvent('Deployment', change);
  if (change.subresource === 'status') return { type: 'DeploymentStatusReported', data: statusData(next) };
  if (!semanticEqual(previous.spec?.template, next.spec?.template))
    return { type: 'DeploymentTemplateChanged', data: { images: imagesOf(next.spec?.template) } };
  const data = scaledData(change);
  if (data !== undefined) return { type: 'DeploymentScaled', data: data };
  const paused = next.spec?.paused ?? false;
  if (paused !== (previous.spec?.paused ?? false)) return { type: paused ? 'DeploymentPaused' : 'DeploymentResumed', data: {} };
  return lifeCycleEvent('Deployment', change);
}

function statusData({ status }: Deployment): StatusData {
  return {
    replicas: status?.replicas ?? 0,
    updated: status?.updatedReplicas ?? 0,
    ready: status?.readyReplicas ?? 0,
    available: status?.availableReplicas ?? 0,
  };
}
