export type {
  AdvanceOutcome,
  AdvanceProgress,
  AdvanceResult,
  ClockMode,
  ClockReport,
  MemberState,
  NextTimer,
} from './clock-state.ts';
export type { Advance, AdvanceCommand, ClockCoordinator } from './coordinator.ts';
export type { ClockMember } from './member.ts';
