export { ComponentService } from './component.service.ts';
export { LabModule } from './lab.module.ts';
export type { LabConfig } from './lab-config.ts';
export { readLabConfig } from './lab-config.ts';
export { runService } from './run-service.ts';
export { ACTIVITY, BOOT_HOLD, BUS, CLOCK, COMPONENT_CONTEXT, LOGGER, RANDOM, START_COMPONENT, SUBJECTS } from './tokens.ts';
