import {
  CLUSTER_IP_RANGE,
  givenFlowSchemas,
  givenPriorityLevels,
  type KubeObject,
  type ResourceRef,
  resources,
} from '@klockwork/resources';

/** An object of the whole cluster that a new cluster has, and the status the API server itself tells of it. */
export interface GivenObject {
  readonly resource: ResourceRef;
  readonly body: KubeObject;
  readonly status?: object;
}

/**
 * The flow schemas and priority levels of a new cluster: each schema finds its level.
 * Models `pkg/registry/flowcontrol/rest` and what the controller of `util/flowcontrol` tells of it. `now` is a time of the API.
 */
export function givenFlowControl(now: string): GivenObject[] {
  const levels = givenPriorityLevels().map((body) => ({ resource: resources.priorityLevelConfigurations, body }));
  const schemas = givenFlowSchemas().map((body) => {
    const level = body.spec?.priorityLevelConfiguration.name ?? '';
    const message = `This FlowSchema references the PriorityLevelConfiguration object named "${level}" and it exists`;
    const dangling = { type: 'Dangling', status: 'False', lastTransitionTime: now, reason: 'Found', message };
    return { resource: resources.flowSchemas, body, status: { conditions: [dangling] } };
  });
  return [...levels, ...schemas];
}

/** The range that Services get their addresses from. Models `pkg/controlplane/controller/defaultservicecidr`. `now` is a time of the API. */
export function givenServiceRange(now: string): GivenObject {
  const metadata = { name: 'kubernetes', finalizers: ['networking.k8s.io/service-cidr-finalizer'] };
  const message = 'Kubernetes Service CIDR is ready';
  const ready = { type: 'Ready', status: 'True', lastTransitionTime: now, reason: '', message };
  const body = { metadata, spec: { cidrs: [CLUSTER_IP_RANGE] } } as KubeObject;
  return { resource: resources.serviceCidrs, body, status: { conditions: [ready] } };
}
