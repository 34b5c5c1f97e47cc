export type { ContainerReport, ContainerRuntime, ContainerSpec, LogLine, LogQuery, SandboxSpec } from './runtime.ts';
export { ImageError } from './runtime.ts';
