import type { ClusterApi } from '@klockwork/cluster-api';
import {
  type ComponentContext,
  type Controller,
  EventRecorder,
  type Running,
  type RunningController,
  runController,
  startFaultActor,
} from '@klockwork/controller-runtime';
import { Informers } from '@klockwork/informers';
import { allKinds, type NodeGroupSize, type ResourceRef, resources } from '@klockwork/resources';
import { certificateController } from './certificates/certificate.controller.ts';
import { clusterAutoscaler } from './cluster-autoscaler/cluster-autoscaler.controller.ts';
import { clusterRoleAggregationController } from './cluster-role-aggregation/cluster-role-aggregation.controller.ts';
import { cronJobController } from './cron-job/cron-job.controller.ts';
import { daemonSetController } from './daemon-set/daemon-set.controller.ts';
import { deploymentController } from './deployment/deployment.controller.ts';
import { disruptionController } from './disruption/disruption.controller.ts';
import { staleDisruptionController } from './disruption/stale-disruption.controller.ts';
import { endpointSliceController } from './endpoint-slice/endpoint-slice.controller.ts';
import { endpointSliceMirroringController } from './endpoint-slice-mirroring/endpoint-slice-mirroring.controller.ts';
import { endpointsController } from './endpoints/endpoints.controller.ts';
import { ephemeralVolumeController } from './ephemeral-volume/ephemeral-volume.controller.ts';
import { faultController } from './fault/fault.controller.ts';
import { garbageCollectorController } from './garbage-collector/garbage-collector.controller.ts';
import { gatewayController } from './gateway/gateway.controller.ts';
import { horizontalPodAutoscalerController } from './horizontal-pod-autoscaler/horizontal-pod-autoscaler.controller.ts';
import { jobController } from './job/job.controller.ts';
import { ingressAddressController } from './load-balancer/ingress-address.controller.ts';
import { loadBalancerController } from './load-balancer/load-balancer.controller.ts';
import { localPathProvisioner } from './local-path-provisioner/local-path-provisioner.controller.ts';
import { namespaceController } from './namespace/namespace.controller.ts';
import { nodeIpamController } from './node-ipam/node-ipam.controller.ts';
import { nodeLifecycleController } from './node-lifecycle/node-lifecycle.controller.ts';
import { NODE_PERIODS, type NodePeriods } from './node-lifecycle/node-view.ts';
import { nodeTtlController } from './node-ttl/node-ttl.controller.ts';
import { persistentVolumeController } from './persistent-volume/persistent-volume.controller.ts';
import { podGcController, TERMINATED_POD_THRESHOLD } from './pod-gc/pod-gc.controller.ts';
import { replicaSetController } from './replica-set/replica-set.controller.ts';
import { replicationControllerController } from './replication-controller/replication-controller.controller.ts';
import { resourceQuotaController } from './resource-quota/resource-quota.controller.ts';
import { rootCaController } from './root-ca/root-ca.controller.ts';
import { chosenKinds, DefinedKinds, type ServedKinds } from './served-kinds/served-kinds.ts';
import { serviceAccountController } from './service-account/service-account.controller.ts';
import { serviceAddressController } from './service-address/service-address.controller.ts';
import { statefulSetController } from './stateful-set/stateful-set.controller.ts';
import { taintEvictionController } from './taint-eviction/taint-eviction.controller.ts';
import { ttlAfterFinishedController } from './ttl-after-finished/ttl-after-finished.controller.ts';
import {
  attributesClassProtectionController,
  claimProtectionController,
  volumeProtectionController,
} from './volume-protection/volume-protection.controllers.ts';

/** Options of a controller-manager. */
export interface ControllerManagerOptions {
  /** Grace periods of nodes; default: upstream's. */
  readonly nodePeriods?: Partial<NodePeriods>;
  /** Max finished pods kept, 0 for unlimited; default: upstream's 12,500. */
  readonly terminatedPodThreshold?: number;
  /** Served kinds; default: those of this repository. */
  readonly kinds?: readonly ResourceRef[];
  /** Limits of the group of nodes that the cluster autoscaler scales; default: no cluster autoscaler. */
  readonly autoscale?: NodeGroupSize;
}

const EVENT_GROUPS: readonly string[] = ['', 'events.k8s.io'];

const USER = 'system:kube-controller-manager';

/** Starts all controllers; resolves when the caches of built-in kinds are filled. Each writes under its own user agent. */
export async function startControllerManager(context: ComponentContext, options: ControllerManagerOptions = {}): Promise<Running> {
  const { clock, logger } = context;
  const api = context.api({ user: USER, userAgent: 'kube-controller-manager' });
  const informers = new Informers({ api, clock, logger });
  const kinds = new DefinedKinds({ definitions: new Informers({ api, clock, logger }), shared: informers }, options.kinds ?? allKinds);
  // The garbage collector keeps objects whose owner's kind is unknown.
  await kinds.start();
  const running = controllersOf(informers, { api, kinds }, context, options).map((controller) => run(controller, context));
  await kinds.fillCaches();
  const faults = startFaultActor(context, { reporter: 'controller-manager', names: ['controller-manager'] }, {});
  return {
    async stop() {
      await faults.stop();
      kinds.stop();
      informers.stop();
      await Promise.all(running.map((controller) => controller.stop()));
    },
  };
}

function controllersOf(
  informers: Informers,
  { api, kinds }: { readonly api: ClusterApi; readonly kinds: ServedKinds },
  context: ComponentContext,
  options: ControllerManagerOptions,
): Controller[] {
  const { clock } = context;
  const autoscalerApi = apiOf('horizontal-pod-autoscaler', context);
  // Events own nothing and nothing owns them: upstream leaves them out too.
  const owning = chosenKinds(kinds, ({ resource, group }) => resource !== resources.events.resource || !EVENT_GROUPS.includes(group));
  const inNamespaces = chosenKinds(kinds, ({ namespaced }) => namespaced);
  return [
    deploymentController(informers),
    replicaSetController(informers),
    replicationControllerController(informers),
    daemonSetController(informers, clock),
    statefulSetController(informers),
    jobController(informers),
    cronJobController(informers),
    ttlAfterFinishedController(informers),
    certificateController(informers),
    garbageCollectorController(informers, owning),
    namespaceController(informers, inNamespaces),
    resourceQuotaController(
      informers,
      chosenKinds(owning, ({ namespaced }) => namespaced),
    ),
    nodeLifecycleController(informers, clock, { ...NODE_PERIODS, ...options.nodePeriods }),
    nodeTtlController(informers),
    nodeIpamController(informers),
    taintEvictionController(informers),
    horizontalPodAutoscalerController(informers, kinds, { api: autoscalerApi, clock }),
    podGcController(informers, clock, options.terminatedPodThreshold ?? TERMINATED_POD_THRESHOLD),
    disruptionController(informers, kinds),
    staleDisruptionController(informers),
    endpointsController(informers),
    endpointSliceController(informers),
    endpointSliceMirroringController(informers),
    persistentVolumeController(informers),
    localPathProvisioner(informers),
    ephemeralVolumeController(informers),
    claimProtectionController(informers),
    volumeProtectionController(informers),
    attributesClassProtectionController(informers),
    serviceAccountController(informers),
    serviceAddressController(informers),
    loadBalancerController(informers),
    ingressAddressController(informers),
    gatewayController(informers, kinds),
    rootCaController(informers, api),
    clusterRoleAggregationController(informers),
    faultController(informers),
    ...(options.autoscale === undefined ? [] : [clusterAutoscaler(informers, options.autoscale)]),
  ];
}

function run(controller: Controller, context: ComponentContext): RunningController {
  const { clock, logger } = context;
  const api = apiOf(controller.name, context);
  const recorder = new EventRecorder({ api, clock, logger, random: context.random.fork(controller.name), component: controller.name });
  return runController(controller, { api, clock, logger, recorder });
}

/** Returns the API of a controller's account. */
function apiOf(name: string, context: ComponentContext): ClusterApi {
  return context.api({ user: `system:serviceaccount:kube-system:${name}`, userAgent: `kube-controller-manager/${name}` });
}
