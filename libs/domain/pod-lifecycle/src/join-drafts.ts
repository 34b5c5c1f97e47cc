import { earlier } from './pod-action.ts';
import type { Draft } from './pod-view.ts';

/** Joins two drafts; `b` was built from the state after `a`. */
export function joinDrafts(a: Draft, b: Draft): Draft {
  const wakeAt = earlier(a.wakeAt, b.wakeAt);
  const remindAt = earlier(a.remindAt, b.remindAt);
  return { state: b.state, actions: [...a.actions, ...b.actions], ...(wakeAt && { wakeAt }), ...(remindAt && { remindAt }) };
}
