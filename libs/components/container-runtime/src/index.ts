export type { ContainerReport, ContainerRuntime, ContainerSpec, LogLine, LogQuery, SandboxSpec } from '@klockwork/pod-lifecycle';
export type { Latency, LatencyProfile } from './latency.ts';
export type { ServiceAnswer, ServiceRequest } from './network/service-client.ts';
export { ServiceClient } from './network/service-client.ts';
export { programOf } from './programs.ts';
export type { SimulatedRuntimeOptions } from './runtime-options.ts';
export { SimulatedRuntime } from './simulated-runtime.ts';
export type { RuntimeNode } from './simulated-runtimes.ts';
export { simulatedRuntimes } from './simulated-runtimes.ts';
