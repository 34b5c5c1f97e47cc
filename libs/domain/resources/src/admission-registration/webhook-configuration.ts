import { semanticEqual } from '@klockwork/api-machinery';
import { ageColumn, nameColumn } from '../generic/columns.ts';
import { continueGeneration, startGeneration } from '../generic/generation.ts';
import type { PrinterColumn, Strategy } from '../kind.ts';
import { defaultWebhook } from './match.defaults.ts';
import type { Webhook, WebhookConfiguration } from './webhook.ts';
import { validateWebhooks, validateWebhooksUpdate } from './webhooks.validation.ts';

/**
 * Returns the strategy shared by both configuration kinds; `defaults` sets fields of only one. Models `pkg/registry/admissionregistration`.
 */
export function webhookStrategy(defaults: (webhook: Webhook) => void = () => {}): Strategy<WebhookConfiguration> {
  return {
    allowUnconditionalUpdate: false,
    default(draft) {
      for (const webhook of draft.webhooks ?? []) {
        defaultWebhook(webhook);
        defaults(webhook);
      }
    },
    prepareForCreate: startGeneration,
    prepareForUpdate(draft, previous) {
      continueGeneration(draft, previous, !semanticEqual(draft.webhooks, previous.webhooks));
    },
    validate: (configuration) => validateWebhooks(configuration),
    validateUpdate: validateWebhooksUpdate,
  };
}

/** Columns shared by both configuration kinds. */
export const webhookColumns: readonly PrinterColumn<WebhookConfiguration>[] = [
  nameColumn,
  { name: 'Webhooks', type: 'integer', description: 'How many webhooks it has', cell: ({ webhooks }) => (webhooks ?? []).length },
  ageColumn,
];
