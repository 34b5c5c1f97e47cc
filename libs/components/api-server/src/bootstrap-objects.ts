import {
  bootstrapFlowSchemas,
  bootstrapPriorityLevels,
  CLUSTER_IP_RANGE,
  type KubeObject,
  type ResourceRef,
  resources,
} from '@klockwork/resources';

/** An object of the whole cluster that a new cluster has, and the status the API server itself tells of it. */
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

/** The range that Services get their addresses from. Models `pkg/controlplane/controller/defaultservicecidr`. `now` is a time of the API. */
export function bootstrapServiceRange(now: string): BootstrapObject {
  const metadata = { name: 'kubernetes', finalizers: ['networking.k8s.io/service-cidr-finalizer'] };
  const message = 'Kubernetes Service CIDR is ready';
  const ready = { type: 'Ready', status: 'True', lastTransitionTime: now, reason: '', message };
  const body = { metadata, spec: { cidrs: [CLUSTER_IP_RANGE] } } as KubeObject;
  return { resource: resources.serviceCidrs, body, status: { conditions: [ready] } };
}
