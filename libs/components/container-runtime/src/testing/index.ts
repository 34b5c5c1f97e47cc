export { containerRuntimeContract, containerSpec } from './container-runtime.contract.ts';
export { advance, settle } from './lab-time.ts';
