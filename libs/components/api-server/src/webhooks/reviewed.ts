import { dryRunUnsupported, type ReviewResponse } from '@klockwork/admission';
import type { CalledWrite } from '@klockwork/registry';
import type { KubeObject } from '@klockwork/resources';
import { annotate } from './annotate.ts';
import { callWebhook } from './call-webhook.ts';
import { meetsConditions } from './check-conditions.ts';
import type { Invocation } from './invocation.ts';
import { reviewRequest } from './review-request.ts';
import type { WebhookPorts } from './webhook-ports.ts';

/** Side effects that a dry run permits. */
const HARMLESS: ReadonlySet<string> = new Set(['None', 'NoneOnDryRun']);

/** Review to request. */
export interface Review {
  readonly write: CalledWrite;
  readonly invocation: Invocation;
  /** New object in the version of the invocation. */
  readonly object: KubeObject | undefined;
  readonly isMutating: boolean;
}

/**
 * Calls a webhook, and adds its warnings; returns undefined if its matchConditions exclude the write. Throws BadRequest for a dry run that the
 * webhook does not support.
 */
export async function reviewed(ports: WebhookPorts, review: Review): Promise<ReviewResponse | undefined> {
  const { write, invocation, object, isMutating } = review;
  const { webhook } = invocation.hook;
  const request = await reviewRequest(write, invocation, { object, ports });
  if (!meetsConditions(ports, webhook, { write, request })) return undefined;
  if (write.dryRun && !HARMLESS.has(webhook.sideEffects)) throw dryRunUnsupported(webhook.name);
  const response = await callWebhook(ports, webhook, { request, isMutating });
  for (const [key, value] of Object.entries(response.auditAnnotations)) annotate(ports, write, [`${webhook.name}/${key}`, value]);
  for (const text of response.warnings) write.warn(text);
  return response;
}
