export { containerRuntimeContract } from './container-runtime.contract.ts';
