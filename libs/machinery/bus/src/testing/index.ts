export type { BusHarness } from './bus.contract.ts';
export { busContract } from './bus.contract.ts';
export type { ControlHarness } from './control.contract.ts';
export { controlChannelContract } from './control.contract.ts';
