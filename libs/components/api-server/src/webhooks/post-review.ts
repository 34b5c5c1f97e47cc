import type { Schema } from '@klockwork/api-machinery';
import { OutboundError } from '@klockwork/http-api';
import { ApiError, StopSource, secondsToMs } from '@klockwork/kernel';
import type { ApiextensionsV1WebhookClientConfig } from '@klockwork/kubernetes-types';
import { answeredObject } from './answered-object.ts';
import type { CallPorts } from './call-ports.ts';
import { targetOfClient } from './webhook-target.ts';

const HEADERS = {
  accept: 'application/json, */*',
  'content-type': 'application/json',
  'user-agent': 'kube-apiserver-admission',
};

/** Text to post, time-out in seconds, and type of the answer. */
export interface PostedReview {
  readonly body: string;
  readonly seconds: number;
  readonly schema: Schema;
}

/** Posts a review to a webhook and returns the decoded answer. Throws {@link OutboundError} or ApiError. */
export async function postReview(
  ports: Omit<CallPorts, 'random'>,
  config: ApiextensionsV1WebhookClientConfig,
  { body, seconds, schema }: PostedReview,
): Promise<unknown> {
  const target = targetOfClient(ports.services, config, seconds);
  const stop = new StopSource();
  // A simulated program needs lab time; a host program holds it.
  const cancel =
    target.dial === undefined ? () => {} : ports.clock.after(secondsToMs(seconds), { name: 'webhook-timeout' }, () => stop.stop());
  const timeoutMs = target.dial === undefined ? secondsToMs(seconds) : undefined;
  try {
    return answeredObject(await ports.https.send({ method: 'POST', headers: HEADERS, body, timeoutMs, stop, ...target }), schema);
  } catch (error) {
    throw error instanceof OutboundError && error.phase !== 'answer' ? new OutboundError(`Post "${target.url}": ${error.message}`) : error;
  } finally {
    cancel();
  }
}

/** Returns the message of a failed call. Rethrows errors of the server itself. */
export function callProblem(error: unknown): string {
  if (error instanceof OutboundError || error instanceof ApiError) return error.message;
  throw error;
}
