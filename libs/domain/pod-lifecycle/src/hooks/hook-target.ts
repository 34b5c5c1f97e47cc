import type { Container, LifecycleHandler, Pod } from '@klockwork/kubernetes-types';
import type { PortAnswer } from '../probes/probe-outcome.ts';
import { httpOutcome } from '../probes/probe-outcome.ts';
import { hostPort, type ProbeTarget, probeTarget } from '../probes/probe-target.ts';
import { podText } from '../text.ts';

/** Hook of a container. */
export type HookKind = 'postStart' | 'preStop';

/** Target of a hook. */
export type HookTarget = ProbeTarget | { readonly type: 'sleep'; readonly seconds: number };

/** Returns the handler of a hook; undefined if the container has none. */
export function hookOf({ lifecycle }: Container, kind: HookKind): LifecycleHandler | undefined {
  return lifecycle?.[kind];
}

/** Resolves the target of a hook, like that of a probe. Models `Run` of `pkg/kubelet/lifecycle/handlers.go`. */
export function hookTarget(handler: LifecycleHandler, container: Container, podIP: string): HookTarget {
  const { exec, httpGet, sleep } = handler;
  if (exec !== undefined) return { type: 'exec', command: exec.command ?? [] };
  if (httpGet !== undefined) return probeTarget({ httpGet }, container, podIP);
  if (sleep !== undefined) return { type: 'sleep', seconds: sleep.seconds };
  return { type: 'nothing', error: 'invalid handler' };
}

/** Returns the error of a failed hook command; undefined for success. */
export function execHookError(command: readonly string[], { exitCode, stderr }: { exitCode: number; stderr: string }): string | undefined {
  return exitCode === 0 ? undefined : `command '${command.join(' ')}' exited with ${exitCode}: ${stderr}`;
}

/** Returns the error of a failed GET hook: any answer counts as success, whatever its status. */
export function httpHookError({ url, host, port }: ProbeTarget & { type: 'http' }, answer: PortAnswer): string | undefined {
  if (answer.type === 'http') return undefined;
  const outcome = httpOutcome(url, hostPort(host, port), answer);
  return outcome.type === 'failure' ? outcome.text : undefined;
}

/** Hook of a container, for messages. */
export interface FailedHook {
  readonly pod: Pod;
  readonly container: Container;
  readonly handler: LifecycleHandler;
}

/** Returns the message of a failed hook, for a container that waits with PostStartHookError. */
export function hookFailureText({ pod, container, handler }: FailedHook, error: string, output = ''): string {
  const failureText = `for Container "${container.name}" in Pod "${podText(pod)}" failed - error: ${error}`;
  const { exec, httpGet, sleep } = handler;
  if (exec !== undefined)
    return `Exec lifecycle hook ([${(exec.command ?? []).join(' ')}]) ${failureText}, message: ${JSON.stringify(output)}`;
  if (httpGet !== undefined) return `HTTP lifecycle hook (${httpGet.path ?? ''}) ${failureText}`;
  if (sleep !== undefined) return `Sleep lifecycle hook (${sleep.seconds}) ${failureText}`;
  return `Cannot run handler: ${error}`;
}
