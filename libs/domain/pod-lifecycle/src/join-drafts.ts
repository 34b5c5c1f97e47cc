import type { Draft } from './decide.ts';
import { earlier } from './pod-action.ts';

/** `a`, then `b`, which was made from what `a` left. */
export function joinDrafts(a: Draft, b: Draft): Draft {
  const wakeAt = earlier(a.wakeAt, b.wakeAt);
  const remindAt = earlier(a.remindAt, b.remindAt);
  return { memory: b.memory, actions: [...a.actions, ...b.actions], ...(wakeAt && { wakeAt }), ...(remindAt && { remindAt }) };
}
