export { readSchedulerConfiguration } from './configuration-variable.ts';
export { startScheduler } from './start-scheduler.ts';
