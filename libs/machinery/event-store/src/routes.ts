import { routes } from '@klockwork/bus';
import type { LogEvent } from './log-event.ts';
import type { Revision } from './revision.ts';

/** Newest revision by kind: `group/resource`. */
export type Heads = Readonly<Record<string, Revision>>;

/** Route of hints: one event each, without a confidential or oversized object. */
export const HINT_ROUTE = routes.log<LogEvent>();

/** Route of the heads of the log. */
export const HEADS_ROUTE = routes.heads<Heads>();
