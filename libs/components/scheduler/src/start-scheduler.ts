import { type ComponentContext, EventRecorder, type Running, runController, startFaultActor } from '@klockwork/controller-runtime';
import { Informers } from '@klockwork/informers';
import type { Node, Pod } from '@klockwork/kubernetes-types';
import { resources } from '@klockwork/resources';
import { claimKeys } from '@klockwork/scheduling';
import { ClusterObjects } from './cluster-objects.ts';
import { BY_CLAIM, PodSchedulingController, SCHEDULER_NAME } from './pod-scheduling.controller.ts';

/** Starts the scheduler; resolves when its caches are filled and it works. */
export async function startScheduler(context: ComponentContext): Promise<Running> {
  const { clock, logger } = context;
  const random = context.random.fork('scheduler');
  const api = context.api({ user: 'system:kube-scheduler', userAgent: 'kube-scheduler' });
  const informers = new Informers({ api, clock, logger });
  const controller = new PodSchedulingController(
    informers.informer<Pod>(resources.pods, { indexes: { [BY_CLAIM]: claimKeys } }),
    informers.informer<Node>(resources.nodes),
    new ClusterObjects(informers),
    random.fork('placement'),
  );
  const recorder = new EventRecorder({ api, clock, logger, random: random.fork('events'), component: SCHEDULER_NAME });
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
