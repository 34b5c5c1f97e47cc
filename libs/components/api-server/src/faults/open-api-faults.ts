import { type FaultyConnection, startFaultActor } from '@klockwork/controller-runtime';
import type { Activity, Cancel, Clock, Logger, Random } from '@klockwork/kernel';
import { directClusterApi } from '../direct-cluster-api.ts';
import type { DirectOptions } from '../direct-request.ts';
import { ApiFaults } from './api-faults.ts';

/** Dependencies of the api-server's faults. */
export interface ApiFaultParts extends DirectOptions {
  readonly clock: Clock;
  readonly activity: Activity;
  readonly random: Random;
  readonly logger: Logger;
  readonly connection?: FaultyConnection;
}

/** Follows Faults in the log, without the bus, and lets requests fail accordingly. */
export function openApiFaults(parts: ApiFaultParts): { readonly faults: ApiFaults; readonly stop: Cancel } {
  const faults = new ApiFaults();
  const { clock, activity, random, logger, connection } = parts;
  const api = (actor: { user: string; userAgent: string }) =>
    directClusterApi({ ...parts, actor, random: random.fork(`api ${actor.userAgent}`) });
  // The log is read without the bus.
  const context = { clock, activity, random, logger, api, ...(connection && { connection: { ...connection, api } }) };
  const actor = startFaultActor(context, { reporter: 'api-server', names: ['api-server'] }, faults.injectors);
  return { faults, stop: () => void actor.stop() };
}
