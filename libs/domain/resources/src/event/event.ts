import type * as kubernetes from '@klockwork/kubernetes-types';

/** Event of the core group, as in `kubectl events` and `describe`; not an event of the log. */
export type Event = kubernetes.Event;
