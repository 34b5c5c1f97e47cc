import { type ComponentContext, EventRecorder, type Running, runController, startFaultActor } from '@klockwork/controller-runtime';
import { Informers } from '@klockwork/informers';
import type { Node, Pod } from '@klockwork/kubernetes-types';
import { resources } from '@klockwork/resources';
import { claimKeys, DEFAULT_CONFIGURATION, DEFAULT_SCHEDULER_NAME } from '@klockwork/scheduling';
import { ClusterObjects } from './cluster-objects.ts';
import { BY_CLAIM, PodSchedulingController } from './pod-scheduling.controller.ts';

/** Starts the scheduler; resolves when its caches are filled and it works. */
export async function startScheduler(context: ComponentContext, configuration = DEFAULT_CONFIGURATION): Promise<Running> {
  const { clock, logger } = context;
  const random = context.random.fork('scheduler');
  const api = context.api({ user: 'system:kube-scheduler', userAgent: 'kube-scheduler' });
  const informers = new Informers({ api, clock, logger });
  const caches = {
    pods: informers.informer<Pod>(resources.pods, { indexes: { [BY_CLAIM]: claimKeys } }),
    nodes: informers.informer<Node>(resources.nodes),
    objects: new ClusterObjects(informers),
  };
  const controller = new PodSchedulingController(caches, random.fork('placement'), configuration);
  const recorder = new EventRecorder({ api, clock, logger, random: random.fork('events'), component: DEFAULT_SCHEDULER_NAME });
  const running = runController(controller, { api, clock, logger, recorder });
  await informers.start();
  const faults = startFaultActor(context, { reporter: 'scheduler', names: ['scheduler'] }, {});
  return {
    async stop() {
      await faults.stop();
      informers.stop();
      await running.stop();
    },
  };
}
