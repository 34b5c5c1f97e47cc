import type * as kubernetes from '@klockwork/kubernetes-types';

/** An Event of the core group: what `kubectl events` and `describe` show. Not an event of the log. */
export type Event = kubernetes.Event;
