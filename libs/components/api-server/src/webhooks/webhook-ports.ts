import type { AdmissionView, ReviewedRequest } from '@klockwork/admission';
import type { Bus, Subjects } from '@klockwork/bus';
import type { ConditionsOutcome } from '@klockwork/cel';
import type { Journal } from '@klockwork/event-store';
import { OutboundError, type OutboundHttps } from '@klockwork/http-api';
import type { Clock, Logger, Random } from '@klockwork/kernel';
import type { MatchCondition } from '@klockwork/kubernetes-types';
import type { ObjectConverter } from '@klockwork/registry';
import { allKinds, type KindDefinition, type ResourceRef } from '@klockwork/resources';
import { WebhookConverter } from '../conversion/webhook-converter.ts';
import { PodDialer } from '../proxy/pod-dialer.ts';
import type { CallPorts } from './call-ports.ts';
import { evaluateConditions } from './evaluate-conditions.ts';

/** Evaluates the matchConditions of a webhook on a request. Models `matchconditions.Matcher`. */
export type EvaluateConditions = (conditions: readonly MatchCondition[], request: ReviewedRequest) => ConditionsOutcome;

/** Dependencies of calls to webhooks. */
export interface WebhookPorts extends CallPorts {
  readonly view: AdmissionView;
  readonly logger: Logger;
  readonly converter: ObjectConverter;
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
  const calls = { https, services, clock, random };
  const converter = new WebhookConverter(calls);
  return { ...calls, view: { get: find, list }, logger, converter, conditions: evaluateConditions, kinds };
}

const NO_NETWORK: OutboundHttps = {
  send: async () => {
    throw new OutboundError('connect: network is unreachable');
  },
};
