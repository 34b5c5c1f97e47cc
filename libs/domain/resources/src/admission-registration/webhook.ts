import type * as kubernetes from '@klockwork/kubernetes-types';
import type { KubeObject } from '../object.ts';

/** Requests that a webhook receives. */
export type Rule = kubernetes.RuleWithOperations;

/** A rule that may be for some objects only. */
export type NamedRule = kubernetes.NamedRuleWithOperations;

/** A webhook that is asked about requests; one that may change them says when it is asked again. */
export type Webhook = kubernetes.MutatingWebhook;

/** A MutatingWebhookConfiguration or a ValidatingWebhookConfiguration. */
export interface WebhookConfiguration extends KubeObject {
  webhooks?: Webhook[];
}

/** Which requests a policy or a binding of one is for. */
export type MatchResources = kubernetes.MatchResources;
