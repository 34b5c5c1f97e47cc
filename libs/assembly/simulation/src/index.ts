export type { LogEvent } from '@klockwork/event-store';
export { allInvariants } from './invariants/all-invariants.ts';
export type { Check, Invariant } from './invariants/invariant.ts';
export type { Observation } from './observation/observed-cluster.ts';
export { type RunOptions, type RunResult, runScenario } from './run-scenario.ts';
export type { Scenario } from './scenario.ts';
export { allScenarios } from './scenarios/all-scenarios.ts';
export type { AdminRequest, Script } from './script.ts';
export { Violation } from './violation.ts';
