export { shellBuiltins } from '../shell/builtins/builtins.ts';
export { advance, settle } from './lab-time.ts';
export type { ScriptOutcome } from './recorded-scripts.contract.ts';
export { recordedScriptsContract } from './recorded-scripts.contract.ts';
