import { type ReviewedRequest, type ReviewResponse, readReview, reviewText, reviewVersion, WebhookCallError } from '@klockwork/admission';
import { OutboundError } from '@klockwork/http-api';
import { ApiError, StopSource, secondsToMs } from '@klockwork/kernel';
import type { Webhook } from '@klockwork/resources';
import { answeredObject } from './answered-object.ts';
import { REVIEW_SCHEMA } from './review-schema.ts';
import type { WebhookPorts } from './webhook-ports.ts';
import { targetOfClient } from './webhook-target.ts';

/** Default of `timeoutSeconds`. */
const SECONDS = 10;
const HEADERS = {
  accept: 'application/json, */*',
  'content-type': 'application/json',
  'user-agent': 'kube-apiserver-admission',
};

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

/** Posts a text and returns the decoded answer. */
async function sent(ports: WebhookPorts, webhook: Webhook, body: string): Promise<unknown> {
  const seconds = webhook.timeoutSeconds ?? SECONDS;
  const target = targetOfClient(ports.services, webhook.clientConfig, seconds);
  const stop = new StopSource();
  // A simulated program needs lab time; a host program holds it.
  const cancel =
    target.dial === undefined ? () => {} : ports.clock.after(secondsToMs(seconds), { name: 'webhook-timeout' }, () => stop.stop());
  const timeoutMs = target.dial === undefined ? secondsToMs(seconds) : undefined;
  try {
    const answer = await ports.https.send({ method: 'POST', headers: HEADERS, body, timeoutMs, stop, ...target });
    return answeredObject(answer, REVIEW_SCHEMA);
  } catch (error) {
    throw new WebhookCallError(webhook.name, `failed to call webhook: ${problemOf(error, target.url)}`);
  } finally {
    cancel();
  }
}

function problemOf(error: unknown, url: string): string {
  if (error instanceof OutboundError) return error.phase === 'answer' ? error.message : `Post "${url}": ${error.message}`;
  if (error instanceof ApiError) return error.message;
  throw error;
}
