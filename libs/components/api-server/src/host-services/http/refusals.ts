import { OutboundError } from '@klockwork/http-api';
import { StoppedError } from '@klockwork/kernel';
import { ConnectionError } from '@klockwork/pod-lifecycle';
import { type OwnAnswer, textAnswer } from './routing.ts';

/** Answer for a Service without a way to its pods. */
export function unavailable(): OwnAnswer {
  return textAnswer(503, '503 Service Temporarily Unavailable');
}

/** Answer for a pod that speaks no HTTP. */
export function badGateway(): OwnAnswer {
  return textAnswer(502, '502 Bad Gateway');
}

/** Returns the answer for a failed connection to a pod; throws other errors. Models the answers of ingress-nginx. */
export function refusalOf(error: unknown): OwnAnswer {
  if (error instanceof OutboundError) return badGateway();
  if (!(error instanceof ConnectionError)) throw error;
  if (error.failure === 'refused') return unavailable();
  return error.failure === 'timeout' ? textAnswer(504, '504 Gateway Time-out') : badGateway();
}

/** Returns whether one side of an exchange has left. */
export function isGone(error: unknown): boolean {
  return error instanceof ConnectionError || error instanceof StoppedError || error instanceof OutboundError;
}
