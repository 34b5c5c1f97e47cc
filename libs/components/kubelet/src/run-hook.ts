import type { Clock, StopSignal } from '@klockwork/kernel';
import type { Container, LifecycleHandler, Pod } from '@klockwork/kubernetes-types';
import {
  type ContainerRuntime,
  execHookError,
  type HookResult,
  type HookTarget,
  hookFailureText,
  hookTarget,
  hostPort,
  httpHookError,
  RuntimeError,
} from '@klockwork/pod-lifecycle';
import { isOwnHost, type PodPlace } from './own-host.ts';

export interface HookRun extends PodPlace {
  readonly clock: Clock;
  readonly runtime: ContainerRuntime;
  readonly pod: Pod;
  readonly container: Container;
  readonly handler: LifecycleHandler;
  readonly containerId: string;
  readonly sandboxId: string;
  /** Cancels the hook: rejects with StoppedError. */
  readonly stop: StopSignal;
}

/** Timer name of a sleeping hook. */
export const HOOK_SLEEP = 'lifecycle-hook-sleep';

/** Runs a hook without a time-out of its own, and returns its result in upstream's words. Models `pkg/kubelet/lifecycle/handlers.go`. */
export async function runHook(run: HookRun): Promise<Pick<HookResult, 'error' | 'plainHost'>> {
  const { error, output, plainHost } = await carryOut(run, hookTarget(run.handler, run.container, run.podIP));
  return {
    ...(error !== undefined && { error: hookFailureText(run, error, output) }),
    ...(plainHost !== undefined && { plainHost }),
  };
}

/** Error of the hook, if any, and its output. */
interface Outcome {
  readonly error: string | undefined;
  readonly output?: string;
  readonly plainHost?: string;
}

async function carryOut(run: HookRun, target: HookTarget): Promise<Outcome> {
  switch (target.type) {
    case 'exec':
      return execHook(run, target.command);
    case 'http':
      return httpHook(run, target);
    case 'sleep':
      await run.clock.sleep(target.seconds * 1_000, { name: HOOK_SLEEP }, run.stop);
      return { error: undefined };
    case 'nothing':
      return { error: target.error };
    case 'tcp':
    case 'grpc':
      return { error: 'invalid handler' };
  }
}

async function execHook({ runtime, containerId, stop }: HookRun, command: readonly string[]): Promise<Outcome> {
  const written = { stdout: '', stderr: '' };
  const write = (stream: 'stdout' | 'stderr', bytes: string) => {
    written[stream] += bytes;
    return undefined;
  };
  try {
    const { exitCode } = await runtime.exec(containerId, command, { write, stop });
    return { error: execHookError(command, { exitCode, stderr: written.stderr }), output: written.stdout + written.stderr };
  } catch (error) {
    if (!(error instanceof RuntimeError)) throw error;
    return { error: `rpc error: code = Unknown desc = ${error.message}` };
  }
}

/** An HTTPS request to a plain HTTP server is repeated over HTTP. */
async function httpHook(run: HookRun, target: HookTarget & { type: 'http' }): Promise<Outcome> {
  const answer = await answerOf(run, target);
  const plain = target.tls && answer.type === 'accepted' ? await answerOf(run, { ...target, tls: false }) : undefined;
  if (plain?.type === 'http') return { error: undefined, plainHost: hostPort(target.host, target.port) };
  return { error: httpHookError(target, answer) };
}

async function answerOf(run: HookRun, { host, port, path, tls }: HookTarget & { type: 'http' }) {
  const { runtime, sandboxId, stop } = run;
  return runtime.reach(sandboxId, isOwnHost(host, run) ? port : { host, port }, { type: 'http', path, tls }, stop);
}
