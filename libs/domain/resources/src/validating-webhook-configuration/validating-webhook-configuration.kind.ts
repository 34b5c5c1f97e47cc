import type { WebhookConfiguration } from '../admission-registration/webhook.ts';
import { webhookColumns, webhookStrategy } from '../admission-registration/webhook-configuration.ts';
import { lifeCycleEvent } from '../generic/life-cycle-events.ts';
import type { KindDefinition } from '../kind.ts';
import { resources } from '../resource-refs.ts';

/** ValidatingWebhookConfiguration. Models `pkg/registry/admissionregistration/validatingwebhookconfiguration`. */
export const validatingWebhookConfigurationKind: KindDefinition<WebhookConfiguration> = {
  ...resources.validatingWebhookConfigurations,
  listKind: 'ValidatingWebhookConfigurationList',
  singular: 'validatingwebhookconfiguration',
  shortNames: [],
  categories: ['api-extensions'],
  definition: 'io.k8s.api.admissionregistration.v1.ValidatingWebhookConfiguration',
  strategy: webhookStrategy(),
  columns: webhookColumns,
  selectableFields: {},
  event: (change) => lifeCycleEvent('ValidatingWebhookConfiguration', change),
};
