import { Informers } from '@klockwork/informers';
import type { Fault } from '@klockwork/resources';
import type { ComponentContext, Running } from '../component.ts';
import { EventRecorder } from '../event-recorder.ts';
import { runController } from '../run-controller.ts';
import { busInjectors } from './bus-injectors.ts';
import { type FaultInjectors, faultActor } from './fault-actor.ts';

/** Process that injects faults. */
export interface FaultedProcess {
  /** Name in `status.reports`. */
  readonly reporter: string;
  /** Names in faults: a service, or nodes; empty for processes without faults of the bus. */
  readonly names: readonly string[];
}

/** Starts the actor of one process for faults. Its own requests have no faults. Does not wait for an api-server. */
export function startFaultActor(context: ComponentContext, { reporter, names }: FaultedProcess, own: FaultInjectors): Running {
  const { clock, logger, random, connection } = context;
  const api = (connection ?? context).api({ user: 'system:klockwork:faults', userAgent: `klockwork-faults/${reporter}` });
  const informers = new Informers({ api, clock, logger });
  const recorder = new EventRecorder({ api, clock, logger, random: random.fork('faults'), component: reporter });
  const injectors = connection === undefined ? own : combined(own, busInjectors(connection, names));
  const running = runController(faultActor(informers, reporter, injectors), { api, clock, logger, recorder });
  void informers.start();
  return {
    async stop() {
      informers.stop();
      await running.stop();
    },
  };
}

/** Returns injectors of both: the first that a fault concerns. */
function combined(own: FaultInjectors, other: FaultInjectors): FaultInjectors {
  const both = Object.entries(own).map(([type, inject]) => {
    const next = other[type as keyof FaultInjectors];
    return [type, next === undefined ? inject : (fault: Fault) => inject(fault) ?? next(fault)];
  });
  return { ...other, ...Object.fromEntries(both) };
}
