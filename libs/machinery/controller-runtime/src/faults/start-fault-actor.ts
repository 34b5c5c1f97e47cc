import { Informers } from '@klockwork/informers';
import type { ComponentContext, Running } from '../component.ts';
import { EventRecorder } from '../event-recorder.ts';
import { runController } from '../run-controller.ts';
import { type FaultInjectors, faultActor } from './fault-actor.ts';

/** Starts the actor of one process for faults; `reporter` names the process. Does not wait for an api-server. */
export function startFaultActor(context: ComponentContext, reporter: string, injectors: FaultInjectors): Running {
  const { clock, logger, random } = context;
  const api = context.api({ user: 'system:klockwork:faults', userAgent: `klockwork-faults/${reporter}` });
  const informers = new Informers({ api, clock, logger });
  const recorder = new EventRecorder({ api, clock, logger, random: random.fork('faults'), component: reporter });
  const running = runController(faultActor(informers, reporter, injectors), { api, clock, logger, recorder });
  void informers.start();
  return {
    async stop() {
      informers.stop();
      await running.stop();
    },
  };
}
