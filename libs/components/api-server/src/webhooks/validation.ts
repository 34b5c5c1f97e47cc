import { denied, WebhookCallError } from '@klockwork/admission';
import { statusErrors } from '@klockwork/api-machinery';
import type { CalledWrite } from '@klockwork/registry';
import { annotate, failedOpenKey } from './annotate.ts';
import type { Invocation } from './invocation.ts';
import { reviewed } from './reviewed.ts';
import { forWebhook } from './versioned-write.ts';
import type { WebhookPorts } from './webhook-ports.ts';

/** Calls all validating webhooks at once; rejects with the first refusal, after all have answered. Models `validatingDispatcher`. */
export async function validateByAll(ports: WebhookPorts, write: CalledWrite, invocations: readonly Invocation[]): Promise<void> {
  const refusals: unknown[] = [];
  await Promise.all(
    invocations.map((invocation, index) => validateBy(ports, write, { invocation, index }).catch((error: unknown) => refusals.push(error))),
  );
  if (refusals.length > 0) throw refusals[0];
}

async function validateBy(
  ports: WebhookPorts,
  write: CalledWrite,
  { invocation, index }: { readonly invocation: Invocation; readonly index: number },
): Promise<void> {
  const { webhook } = invocation.hook;
  const { version } = invocation;
  const object = write.object && (await forWebhook(ports, write, { version, object: write.object }));
  try {
    const response = await reviewed(ports, { write, invocation, object, isMutating: false });
    if (response?.allowed === false) throw denied(webhook.name, response.status);
  } catch (error) {
    if (!(error instanceof WebhookCallError)) throw error;
    if (webhook.failurePolicy !== 'Ignore') throw statusErrors.internalError(error.message);
    annotate(ports, write, [failedOpenKey('validating', { round: 0, index }), webhook.name]);
    ports.logger.warn({ webhook: webhook.name, error: error.message }, 'webhook failed, its failure policy ignores that');
  }
}
