export type { BackOff } from './back-off.ts';
export type { Connection, ConnectionFailure } from './connection.ts';
export { ConnectionError } from './connection.ts';
export type {
  ConnectionSource,
  ContainerMount,
  ContainerReport,
  ContainerRuntime,
  ContainerSpec,
  ContainerStats,
  EarlierContainer,
  HostPort,
  LocalImage,
  LocalProfiles,
  LogLine,
  LogQuery,
  NodeSize,
  PortMapping,
  PortRequest,
  ResourceLimits,
  SandboxSpec,
} from './container-runtime.ts';
export { ImageError, RuntimeError } from './container-runtime.ts';
export type { ContainerState } from './container-state.ts';
export { decidePod } from './decide.ts';
export type { Decision } from './decision.ts';
export type { DeclaredContainer } from './declared-container.ts';
export { declaredContainer } from './declared-container.ts';
export { execOutput } from './exec-output.ts';
export type { ByteSource, ClientTerminal, ExecSession, TerminalSize } from './exec-session.ts';
export type { HookKind, HookTarget } from './hooks/hook-target.ts';
export { execHookError, hookFailureText, hookOf, hookTarget, httpHookError } from './hooks/hook-target.ts';
export type { HookResult } from './hooks/learn-hook.ts';
export type { Fact } from './learn.ts';
export { learn } from './learn.ts';
export type { LearnResult } from './learn-result.ts';
export { isTerminalPhase } from './phase.ts';
export type { PodAction, RecordAction, WakeAt } from './pod-action.ts';
export type { PodEnding } from './pod-ending.ts';
export type { PodState, StartJitter } from './pod-state.ts';
export { containersOf, withEnding } from './pod-state.ts';
export type { PodView } from './pod-view.ts';
export { isResultRepeated } from './probes/learn-probe.ts';
export { nextProbe } from './probes/plan-probes.ts';
export type { ProbeAttempt, ProbeDue } from './probes/probe-due.ts';
export { probeOf } from './probes/probe-kind.ts';
export type { PortAnswer, ProbeOutcome } from './probes/probe-outcome.ts';
export { errorOutcome, execOutcome, execTimeout, grpcOutcome, httpOutcome, tcpOutcome } from './probes/probe-outcome.ts';
export type { ProbeTarget } from './probes/probe-target.ts';
export { hostPort, probeTarget } from './probes/probe-target.ts';
export { rememberPod } from './remember-pod.ts';
export type { Allocation } from './resize/allocation.ts';
export { rememberAllocation, withAllocation } from './resize/allocation.ts';
export { wantsResize } from './resize/decide-resize.ts';
export type { ResizeRefusal } from './resize/resize-state.ts';
export type { EarlierAttempt } from './resume-pod.ts';
export { canResume, earlierAttempts, resumePod } from './resume-pod.ts';
export { statusPatch } from './status-patch.ts';
export { isMessageFromLog, MESSAGE_LOG_LINES_MAX, messageOfLog } from './termination-message.ts';
export { timeText } from './text.ts';
