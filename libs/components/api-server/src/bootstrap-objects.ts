import {
  bootstrapFlowSchemas,
  bootstrapPriorityLevels,
  CLUSTER_IP_RANGE,
  type KubeObject,
  type ResourceRef,
  resources,
} from '@klockwork/resources';

/** Cluster-scoped object of a new cluster, with a status set by the API server. */
export interface BootstrapObject {
  readonly resource: ResourceRef;
  readonly body: KubeObject;
  readonly status?: object;
}

/** The priority levels and flow schemas of a new cluster. Models `pkg/registry/flowcontrol/rest`. */
export function bootstrapFlowControl(): BootstrapObject[] {
  const levels = bootstrapPriorityLevels().map((body) => ({ resource: resources.priorityLevelConfigurations, body }));
  return [...levels, ...bootstrapFlowSchemas().map((body) => ({ resource: resources.flowSchemas, body }))];
}

/** Returns the Service address range. Models `pkg/controlplane/controller/defaultservicecidr`. `now`: API time. */
export function bootstrapServiceRange(now: string): BootstrapObject {
  const metadata = { name: 'kubernetes', finalizers: ['networking.k8s.io/service-cidr-finalizer'] };
  const message = 'Kubernetes Service CIDR is ready';
  const ready = { type: 'Ready', status: 'True', lastTransitionTime: now, reason: '', message };
  const body = { metadata, spec: { cidrs: [CLUSTER_IP_RANGE] } } as KubeObject;
  return { resource: resources.serviceCidrs, body, status: { conditions: [ready] } };
}
