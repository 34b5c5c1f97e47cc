import type * as kubernetes from '@klockwork/kubernetes-types';
import type { KubeObject } from '../object.ts';

/** Requests that a webhook receives. */
export type Rule = kubernetes.RuleWithOperations;

/** Rule with optional object names. */
export type NamedRule = kubernetes.NamedRuleWithOperations;

/** Webhook; mutating ones also have a reinvocation policy. */
export type Webhook = kubernetes.MutatingWebhook;

/** A MutatingWebhookConfiguration or a ValidatingWebhookConfiguration. */
export interface WebhookConfiguration extends KubeObject {
  webhooks?: Webhook[];
}

/** Request filter of a policy or its binding. */
export type MatchResources = kubernetes.MatchResources;
