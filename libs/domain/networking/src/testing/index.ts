export type { NetworkContent } from './a-network.ts';
export { aNetwork, aServiceAt, aSlice } from './a-network.ts';
