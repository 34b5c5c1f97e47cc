export { type ControllerManagerOptions, startControllerManager } from './start-controller-manager.ts';
