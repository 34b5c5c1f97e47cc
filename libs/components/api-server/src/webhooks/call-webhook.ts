import { type ReviewedRequest, type ReviewResponse, readReview, reviewText, reviewVersion, WebhookCallError } from '@klockwork/admission';
import type { Webhook } from '@klockwork/resources';
import { callProblem, postReview } from './post-review.ts';
import { REVIEW_SCHEMA } from './review-schema.ts';
import type { WebhookPorts } from './webhook-ports.ts';

/** Default of `timeoutSeconds`. */
const SECONDS = 10;

/** Sends a review to a webhook, and returns its valid response. Throws {@link WebhookCallError}. Models `callHook` of the dispatchers. */
export async function callWebhook(
  ports: WebhookPorts,
  webhook: Webhook,
  { request, isMutating }: { readonly request: ReviewedRequest; readonly isMutating: boolean },
): Promise<ReviewResponse> {
  const version = reviewVersion(webhook.admissionReviewVersions);
  if (version === undefined) {
    const problem = 'webhook does not accept known AdmissionReview versions (v1, v1beta1)';
    throw new WebhookCallError(webhook.name, `could not create admission objects: ${problem}`);
  }
  const body = await sent(ports, webhook, reviewText(version, request));
  const response = readReview(body, { uid: request.uid, version, isMutating });
  if (typeof response !== 'string') return response;
  throw new WebhookCallError(webhook.name, `received invalid webhook response: ${response}`);
}

/** Posts a review and returns the decoded answer. */
async function sent(ports: WebhookPorts, webhook: Webhook, body: string): Promise<unknown> {
  try {
    return await postReview(ports, webhook.clientConfig, { body, seconds: webhook.timeoutSeconds ?? SECONDS, schema: REVIEW_SCHEMA });
  } catch (error) {
    throw new WebhookCallError(webhook.name, `failed to call webhook: ${callProblem(error)}`);
  }
}
