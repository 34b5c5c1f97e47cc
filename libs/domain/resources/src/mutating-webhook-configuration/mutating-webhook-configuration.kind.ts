import type { WebhookConfiguration } from '../admission-registration/webhook.ts';
import { webhookColumns, webhookStrategy } from '../admission-registration/webhook-configuration.ts';
import { lifeCycleEvent } from '../generic/life-cycle-events.ts';
import type { KindDefinition } from '../kind.ts';
import { resources } from '../resource-refs.ts';

/** MutatingWebhookConfiguration. Models `pkg/registry/admissionregistration/mutatingwebhookconfiguration`. */
export const mutatingWebhookConfigurationKind: KindDefinition<WebhookConfiguration> = {
  ...resources.mutatingWebhookConfigurations,
  listKind: 'MutatingWebhookConfigurationList',
  singular: 'mutatingwebhookconfiguration',
  shortNames: [],
  categories: ['api-extensions'],
  definition: 'io.k8s.api.admissionregistration.v1.MutatingWebhookConfiguration',
  strategy: webhookStrategy((webhook) => {
    webhook.reinvocationPolicy ??= 'Never';
  }),
  columns: webhookColumns,
  selectableFields: {},
  event: (change) => lifeCycleEvent('MutatingWebhookConfiguration', change),
};
