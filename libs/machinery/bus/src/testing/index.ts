export type { BusHarness } from './bus.contract.ts';
export { busContract } from './bus.contract.ts';
