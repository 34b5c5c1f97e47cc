export { CLOCK_ROUTE, SETTLE_ROUTE, type SettleAnswer, type SettleQuestion } from './clock-route.ts';
export type {
  AdvanceOutcome,
  AdvanceProgress,
  ClockMode,
  ClockReport,
  MemberState,
  NextTimer,
} from './clock-state.ts';
export type { Advance, AdvanceCommand, ClockCoordinator, ClockCoordinatorOptions } from './coordinator.ts';
export { createClockMember } from './following-member.ts';
export { createClockCoordinator } from './lockstep-coordinator.ts';
export type { ClockMember, ClockMemberOptions } from './member.ts';
