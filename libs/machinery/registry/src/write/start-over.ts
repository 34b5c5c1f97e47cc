import { statusErrors } from '@klockwork/api-machinery';
import type { Revision } from '@klockwork/event-store';
import type { RegistryContext } from '../context.ts';
import { keyOf, type Target } from './target.ts';

/** Max attempts of a write whose object changes during each call to a webhook. Upstream's bound is the request's timeout. */
const ATTEMPTS_MAX = 64;

/**
 * Returns the number of the next attempt of a write whose object changed while it waited for webhooks. Throws Timeout after too many. Models
 * `GuaranteedUpdate` of upstream's storage.
 */
export function nextAttempt(attempt: number): number {
  if (attempt === ATTEMPTS_MAX) throw statusErrors.timeout('request did not complete within requested timeout - context deadline exceeded');
  return attempt + 1;
}

/** Compares an object's newest revision, 0 if absent, with an earlier one. */
export function hasChanged({ journal }: RegistryContext, target: Target, revision: Revision): boolean {
  return (journal.latest(keyOf(target))?.revision ?? 0) !== revision;
}
