export { containerFilesContract } from './container-files.contract.ts';
export { containerRuntimeContract } from './container-runtime.contract.ts';
