import type { Pod } from '@klockwork/kubernetes-types';
import type { RecordAction } from './pod-action.ts';
import { KIND_TEXT, type ProbeKind } from './probes/probe-kind.ts';
import { durationText, podText } from './text.ts';

/** Appended to upstream's message for unknown images. */
const STAND_IN = ' It is a stand-in: its programs are not simulated, it listens on the ports of its container and answers its probes.';

/** Kubelet Events about a pod, with texts of Kubernetes 1.35. Models `pkg/kubelet/events/event.go` and its callers' messages. */
export const podEvents = {
  pulling: (container: string, image: string) => normal(container, 'Pulling', `Pulling image "${image}"`),
  pulled: (container: string, image: string, took: { pullMs: number; totalMs: number; sizeBytes: number; isStandIn?: true }) =>
    normal(
      container,
      'Pulled',
      `Successfully pulled image "${image}" in ${durationText(took.pullMs)} (${durationText(took.totalMs)} including waiting). Image size: ${took.sizeBytes} bytes.${took.isStandIn ? STAND_IN : ''}`,
    ),
  present: (container: string, image: string, isStandIn = false) =>
    normal(
      container,
      'Pulled',
      `Container image "${image}" already present on machine and can be accessed by the pod${isStandIn ? `.${STAND_IN}` : ''}`,
    ),
  created: (container: string) => normal(container, 'Created', 'Container created'),
  started: (container: string) => normal(container, 'Started', 'Container started'),
  killing: (container: string) => normal(container, 'Killing', `Stopping container ${container}`),
  unhealthy: (container: string, kind: ProbeKind, text: string) =>
    warning(container, 'Unhealthy', `${KIND_TEXT[kind]} probe failed: ${text}`),
  probeErrored: (container: string, kind: ProbeKind, text: string) =>
    warning(container, 'Unhealthy', `${KIND_TEXT[kind]} probe errored and resulted in unknown state: ${text}`),
  probeWarning: (container: string, kind: ProbeKind, text: string) =>
    warning(container, 'ProbeWarning', `${KIND_TEXT[kind]} probe warning: ${text}`),
  probeFailed: (container: string, kind: ProbeKind, role: 'Container' | 'Init container', restarts: boolean) =>
    normal(container, 'Killing', `${role} ${container} failed ${kind} probe${restarts ? ', will be restarted' : ''}`),
  definitionChanged: (container: string, role: 'Container' | 'Init container') =>
    normal(container, 'Killing', `${role} ${container} definition changed${role === 'Container' ? ', will be restarted' : ''}`),
  resizeRequiresRestart: (container: string) => normal(container, 'Killing', `Container ${container} resize requires restart`),
  postStartFailed: (container: string) => warning(container, 'FailedPostStartHook', 'PostStartHook failed'),
  killedByPostStart: (container: string) => normal(container, 'Killing', 'FailedPostStartHook'),
  preStopFailed: (container: string) => warning(container, 'FailedPreStopHook', 'PreStopHook failed'),
  hookFellBack: (host: string): RecordAction => ({
    type: 'record',
    eventType: 'Warning',
    reason: 'LifecycleHTTPFallback',
    message: `request to HTTPS lifecycle hook ${host} got HTTP response, retry with HTTP succeeded`,
  }),
  deadlineExceeded: (message: string): RecordAction => ({ type: 'record', eventType: 'Normal', reason: 'DeadlineExceeded', message }),
  pullFailed: (container: string, image: string, why: string) => warning(container, 'Failed', `Failed to pull image "${image}": ${why}`),
  failed: (container: string, why: string) => warning(container, 'Failed', `Error: ${why}`),
  inspectFailed: (container: string, message: string) => warning(container, 'InspectFailed', message),
  neverPull: (container: string, message: string) => warning(container, 'ErrImageNeverPull', message),
  pullBackOff: (container: string, image: string) => normal(container, 'BackOff', `Back-off pulling image "${image}"`),
  restartBackOff: (container: string, pod: Pod) =>
    warning(container, 'BackOff', `Back-off restarting failed container ${container} in pod ${podText(pod)}`),
  sandboxFailed: (why: string): RecordAction => ({
    type: 'record',
    eventType: 'Warning',
    reason: 'FailedCreatePodSandBox',
    message: `Failed to create pod sandbox: ${why}`,
  }),
  sandboxChanged: (): RecordAction => ({
    type: 'record',
    eventType: 'Normal',
    reason: 'SandboxChanged',
    message: 'Pod sandbox changed, it will be killed and re-created.',
  }),
};

function normal(container: string, reason: string, message: string): RecordAction {
  return { type: 'record', eventType: 'Normal', reason, message, container };
}

function warning(container: string, reason: string, message: string): RecordAction {
  return { type: 'record', eventType: 'Warning', reason, message, container };
}
