import type { AdmissionView, ReviewedRequest } from '@klockwork/admission';
import type { Bus, Subjects } from '@klockwork/bus';
import type { ConditionsOutcome } from '@klockwork/cel';
import type { Journal } from '@klockwork/event-store';
import { OutboundError, type OutboundHttps } from '@klockwork/http-api';
import type { Clock, Logger, Random } from '@klockwork/kernel';
import type { MatchCondition } from '@klockwork/kubernetes-types';
import { allKinds, type KindDefinition, type ResourceRef } from '@klockwork/resources';
import { PodDialer, type ServiceDialer } from '../proxy/service-dialer.ts';
import { evaluateConditions } from './evaluate-conditions.ts';

/** Evaluates the matchConditions of a webhook on a request. Models `matchconditions.Matcher`. */
export type EvaluateConditions = (conditions: readonly MatchCondition[], request: ReviewedRequest) => ConditionsOutcome;

/** Dependencies of calls to webhooks. */
export interface WebhookPorts {
  readonly https: OutboundHttps;
  readonly services: ServiceDialer;
  readonly view: AdmissionView;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly conditions: EvaluateConditions;
  /** Kinds of the parameters of policies. */
  readonly kinds: () => readonly KindDefinition[];
}

/** Parts of a server that webhooks need. */
interface ServerParts {
  readonly bus: Bus;
  readonly subjects: Subjects;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly https?: OutboundHttps;
  /** Served kinds; built-in ones by default. */
  readonly kinds?: () => readonly KindDefinition[];
}

/** Returns the ports over a journal: Services lead to pods. */
export function webhookPorts(
  { bus, subjects, clock, logger, https = NO_NETWORK, kinds = () => allKinds }: ServerParts,
  journal: Journal,
  random: Random,
): WebhookPorts {
  const find = ({ group, resource }: ResourceRef, namespace: string, name: string) =>
    journal.latest({ group, resource, namespace, name })?.object;
  const list = ({ group, resource }: ResourceRef, namespace: string) =>
    [...journal.latestIn({ group, resource }, namespace)].map(({ object }) => object);
  const services = new PodDialer({ find, bus, subjects, clock, random: random.fork('services') });
  return { https, services, view: { get: find, list }, clock, random, logger, conditions: evaluateConditions, kinds };
}

const NO_NETWORK: OutboundHttps = {
  send: async () => {
    throw new OutboundError('connect: network is unreachable');
  },
};
