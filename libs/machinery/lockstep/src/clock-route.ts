import { type Route, routes } from '@klockwork/bus';
import type { ClockReport } from './clock-state.ts';

/** Route of requests for a {@link ClockReport}. */
export const CLOCK_ROUTE: Route<unknown, ClockReport> = routes.clock();
