export type { SimulatedLabOptions, SimulatedMember } from './simulated-lab.ts';
export { LAB_START, SimulatedLab, SUSPECT_MS } from './simulated-lab.ts';
