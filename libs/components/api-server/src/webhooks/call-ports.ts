import type { OutboundHttps } from '@klockwork/http-api';
import type { Clock, Random } from '@klockwork/kernel';
import type { ServiceDialer } from '../proxy/service-dialer.ts';

/** Dependencies of a call to a webhook. */
export interface CallPorts {
  readonly https: OutboundHttps;
  readonly services: ServiceDialer;
  readonly clock: Clock;
  readonly random: Random;
}
