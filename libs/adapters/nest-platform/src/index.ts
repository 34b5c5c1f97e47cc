export { ComponentService } from './component.service.ts';
export { LabModule } from './lab.module.ts';
export type { LabConfig } from './lab-config.ts';
export { readLabConfig } from './lab-config.ts';
export { LogPosition } from './log-position.ts';
export { runService } from './run-service.ts';
export {
  ACTIVITY,
  BOOT_HOLD,
  BUS,
  CLOCK,
  COMPONENT_CONTEXT,
  LOG_POSITION,
  LOGGER,
  RANDOM,
  START_COMPONENT,
  SUBJECTS,
} from './tokens.ts';
