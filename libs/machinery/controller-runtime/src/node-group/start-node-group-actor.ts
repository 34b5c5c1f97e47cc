import { Informers } from '@klockwork/informers';
import type { NodeGroupSize } from '@klockwork/resources';
import type { ComponentContext, Running } from '../component.ts';
import { EventRecorder } from '../event-recorder.ts';
import { runController } from '../run-controller.ts';
import { type GroupMachines, nodeGroupActor } from './node-group-actor.ts';

/** Starts the actor of a launcher for its group of nodes. Does not wait for an api-server. */
export function startNodeGroupActor(context: ComponentContext, group: NodeGroupSize, machines: GroupMachines): Running {
  const { clock, logger, random, connection } = context;
  const api = (connection ?? context).api({ user: 'system:klockwork:node-group', userAgent: 'klockwork-node-group' });
  const informers = new Informers({ api, clock, logger });
  const recorder = new EventRecorder({ api, clock, logger, random: random.fork('node-group'), component: 'launcher' });
  const running = runController(nodeGroupActor(informers, group, machines), { api, clock, logger, recorder });
  void informers.start();
  return {
    async stop() {
      informers.stop();
      await running.stop();
    },
  };
}
