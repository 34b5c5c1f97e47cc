import type { Mutable } from '@klockwork/kernel';
import type * as kubernetes from '@klockwork/kubernetes-types';
import type { KubeObject } from '../object.ts';

/** Which requests are meant: `kubernetes-types` leaves out what they are for. */
export interface Rule {
  apiGroups?: string[];
  apiVersions?: string[];
  operations?: string[];
  resources?: string[];
  scope?: string;
}

/** A rule that may be for some objects only. */
export interface NamedRule extends Rule {
  resourceNames?: string[];
}

/** A webhook that is asked about requests; one that may change them says when it is asked again. */
export interface Webhook extends Omit<Mutable<kubernetes.MutatingWebhook>, 'rules'> {
  rules?: Rule[];
}

/** A MutatingWebhookConfiguration or a ValidatingWebhookConfiguration. */
export interface WebhookConfiguration extends KubeObject {
  webhooks?: Webhook[];
}

/** Which requests a policy or a binding of one is for. */
export interface MatchResources extends Omit<Mutable<kubernetes.MatchResources>, 'resourceRules' | 'excludeResourceRules'> {
  resourceRules?: NamedRule[];
  excludeResourceRules?: NamedRule[];
}
