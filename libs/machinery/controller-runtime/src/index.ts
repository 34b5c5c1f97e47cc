export type { ComponentContext, FaultyConnection, Running } from './component.ts';
export type { Controller, Key, KeyDelay, Source } from './controller.ts';
export { EventRecorder, type EventRecorderOptions, type Recorder, type Recording } from './event-recorder.ts';
export type {
  FaultEvidence,
  FaultInjection,
  FaultInjector,
  FaultInjectors,
} from './faults/fault-actor.ts';
export { type FaultedProcesses, processInjectors } from './faults/process-injectors.ts';
export { startFaultActor } from './faults/start-fault-actor.ts';
export type { GroupMachines } from './node-group/node-group-actor.ts';
export { startNodeGroupActor } from './node-group/start-node-group-actor.ts';
export { type Action, type EventSubject, NOTHING, type Plan, type PlannedAction } from './plan.ts';
export type { CompletedWrite, Outcome } from './plan-executor.ts';
export { type ControllerDeps, type RunningController, runController } from './run-controller.ts';
export type { QueuedKey, WorkQueue } from './work-queue.ts';
