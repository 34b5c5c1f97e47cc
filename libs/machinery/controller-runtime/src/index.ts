export type { ComponentContext, Running } from './component.ts';
export type { Controller, Key, Source } from './controller.ts';
export type { About, Action, Plan, PlannedAction } from './plan.ts';
export type { Taken, WorkQueue } from './work-queue.ts';
