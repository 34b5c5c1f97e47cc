import type { Mutable } from '@klockwork/kernel';
import type * as core from 'kubernetes-types/core/v1';

/** An Event of the core group: what `kubectl events` and `describe` show. Not an event of the log. */
export type Event = Mutable<core.Event>;
