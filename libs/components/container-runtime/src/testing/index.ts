export { CrashLog } from '../crash-log.ts';
export { SimulatedRuntime } from '../simulated-runtime.ts';
export { containerFilesContract } from './container-files.contract.ts';
export { containerRuntimeContract } from './container-runtime.contract.ts';
