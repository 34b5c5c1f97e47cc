import type { ReviewedRequest } from '@klockwork/admission';
import { statusErrors } from '@klockwork/api-machinery';
import type { CalledWrite } from '@klockwork/registry';
import type { Webhook } from '@klockwork/resources';
import type { WebhookPorts } from './webhook-ports.ts';

/** Returns whether a request meets the matchConditions of a webhook. An error refuses the write, unless the failure policy ignores it. */
export function meetsConditions(
  { conditions, logger }: WebhookPorts,
  { name, matchConditions = [], failurePolicy }: Webhook,
  { write, request }: { readonly write: CalledWrite; readonly request: ReviewedRequest },
): boolean {
  if (matchConditions.length === 0) return true;
  const outcome = conditions(matchConditions, request);
  if ('matches' in outcome) return outcome.matches;
  if (failurePolicy !== 'Ignore') throw statusErrors.forbidden(write.kind, write.name, outcome.error);
  logger.warn({ webhook: name, error: outcome.error }, 'match conditions failed, the failure policy ignores that');
  return false;
}
