export { readAutoscale } from './cluster-autoscaler/read-autoscale.ts';
export { type ControllerManagerOptions, startControllerManager } from './start-controller-manager.ts';
