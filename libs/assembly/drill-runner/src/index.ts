export type { PlayerTurn } from './drill-run.ts';
export { DrillStoppedError } from './drill-run.ts';
export { parseDrill } from './parse-drill.ts';
export type { Kubectl } from './play-step.ts';
export { repeatDrill } from './repeat-drill.ts';
export type { RunDrillOptions } from './run-drill.ts';
export { runDrill } from './run-drill.ts';
