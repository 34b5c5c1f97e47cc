import type { Container, LifecycleHandler, Pod } from 'kubernetes-types/core/v1';
import type { PortAnswer } from '../probes/probe-outcome.ts';
import { httpOutcome } from '../probes/probe-outcome.ts';
import { hostPort, type ProbeTarget, probeTarget } from '../probes/probe-target.ts';
import { podText } from '../text.ts';

/** Which hook of a container. */
export type HookKind = 'postStart' | 'preStop';

/** What a hook does. */
export type HookTarget = ProbeTarget | { readonly by: 'sleep'; readonly seconds: number };

/** The handler of a hook; undefined when the container has none. */
export function hookOf({ lifecycle }: Container, kind: HookKind): LifecycleHandler | undefined {
  return lifecycle?.[kind];
}

/** Resolves where a hook goes, as probes do. Models `Run` of `pkg/kubelet/lifecycle/handlers.go`. */
export function hookTarget(handler: LifecycleHandler, container: Container, podIP: string): HookTarget {
  const { exec, httpGet, sleep } = handler;
  if (exec !== undefined) return { by: 'exec', command: exec.command ?? [] };
  if (httpGet !== undefined) return probeTarget({ httpGet }, container, podIP);
  if (sleep !== undefined) return { by: 'sleep', seconds: sleep.seconds };
  return { by: 'nothing', error: 'invalid handler' };
}

/** Why a command failed as a hook; undefined when it did not. */
export function execHookError(command: readonly string[], { exitCode, stderr }: { exitCode: number; stderr: string }): string | undefined {
  return exitCode === 0 ? undefined : `command '${command.join(' ')}' exited with ${exitCode}: ${stderr}`;
}

/** Why a GET failed as a hook: any answer will do, whatever its status says. */
export function httpHookError({ url, host, port }: ProbeTarget & { by: 'http' }, answer: PortAnswer): string | undefined {
  if (answer.answer === 'http') return undefined;
  const outcome = httpOutcome(url, hostPort(host, port), answer);
  return outcome.outcome === 'failure' ? outcome.text : undefined;
}

/** What is said of a hook that failed: the message of a container that waits with PostStartHookError. */
export function hookFailureText(pod: Pod, { name }: Container, handler: LifecycleHandler, error: string, output = ''): string {
  const failed = `for Container "${name}" in Pod "${podText(pod)}" failed - error: ${error}`;
  const { exec, httpGet, sleep } = handler;
  if (exec !== undefined) return `Exec lifecycle hook ([${(exec.command ?? []).join(' ')}]) ${failed}, message: ${JSON.stringify(output)}`;
  if (httpGet !== undefined) return `HTTP lifecycle hook (${httpGet.path ?? ''}) ${failed}`;
  if (sleep !== undefined) return `Sleep lifecycle hook (${sleep.seconds}) ${failed}`;
  return `Cannot run handler: ${error}`;
}
