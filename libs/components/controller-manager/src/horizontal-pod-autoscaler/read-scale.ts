import type { ClusterApi } from '@klockwork/cluster-api';
import { ApiError } from '@klockwork/kernel';
import type { HorizontalPodAutoscaler, ResourceRef, Scale } from '@klockwork/resources';
import type { TargetScale } from './autoscaler-view.ts';
import type { Problem } from './replicas/pod-metric.ts';

/** Group with kind of a reference. */
export interface KindReference {
  readonly apiVersion?: string;
  readonly kind: string;
}

/** Returns a served kind by group and kind; undefined for an unknown one. */
export function kindAt<T extends ResourceRef>(kinds: readonly T[], { apiVersion = '', kind }: KindReference): T | undefined {
  const group = groupOf(apiVersion);
  return kinds.find((servedKind) => servedKind.group === group && servedKind.kind === kind);
}

/** Reads the scale of an autoscaler's target. Models `scaleForResourceMappings`. */
export async function readScale(
  api: ClusterApi,
  kinds: readonly ResourceRef[],
  autoscaler: HorizontalPodAutoscaler,
): Promise<TargetScale | Problem> {
  const { apiVersion = '', kind = '', name = '' } = autoscaler.spec?.scaleTargetRef ?? {};
  if (apiVersion.split('/').length > 2) return { problem: `unexpected GroupVersion string: ${apiVersion}` };
  const resource = kindAt(kinds, { apiVersion, kind });
  if (resource === undefined) return { problem: `no matches for kind "${kind}" in group "${groupOf(apiVersion)}"` };
  const { namespace = '' } = autoscaler.metadata ?? {};
  const root = resource.group === '' ? '/api' : `/apis/${resource.group}`;
  try {
    const scale = (await api.read(
      resource,
      `${root}/${resource.version}/namespaces/${namespace}/${resource.resource}/${name}/scale`,
    )) as Scale;
    return { resource, scale };
  } catch (error) {
    if (error instanceof ApiError) return { problem: error.message };
    throw error;
  }
}

function groupOf(apiVersion: string): string {
  return apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '';
}
