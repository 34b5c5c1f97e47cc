import type { Finding } from '@klockwork/event-store';
import type { Probe } from '@klockwork/kubernetes-types';
import type { Pod } from '@klockwork/resources';
import { type ClusterView, eventsAbout, revisionOf } from '../subject.ts';
import { containerOf } from './exit-text.ts';

/** Probes by name in the kubelet's Events. */
const PROBES = { Liveness: 'livenessProbe', Startup: 'startupProbe', Readiness: 'readinessProbe' } as const;

/** Name of a probe in the kubelet's Events. */
export type ProbeName = keyof typeof PROBES;

/** Returns a container's newest probe failure with the probe's settings; undefined without such an Event. */
export function probeFailure(view: ClusterView, pod: Pod, container: string, name: ProbeName): Finding | undefined {
  const failedEvent = eventsAbout(view, pod).findLast(
    ({ reason, message = '', involvedObject }) =>
      reason === 'Unhealthy' && message.startsWith(`${name} probe `) && (involvedObject.fieldPath ?? '').endsWith(`{${container}}`),
  );
  const probe = containerOf(pod, container)?.[PROBES[name]];
  if (failedEvent === undefined) return undefined;
  return {
    text: `${failedEvent.message?.trim()}${probe === undefined ? '' : ` (${probeText(probe)})`}`,
    revision: revisionOf(failedEvent),
  };
}

/** Describes a probe: `exec cat /tmp/healthy, every 5s, 3 failures in a row count`. */
function probeText(probe: Probe): string {
  const failures = probe.failureThreshold ?? 3;
  return `${handlerText(probe)}, every ${probe.periodSeconds ?? 10}s, given up after ${failures} failure${failures === 1 ? '' : 's'} in a row`;
}

function handlerText({ exec, httpGet, tcpSocket, grpc }: Probe): string {
  if (exec !== undefined) return `exec ${exec.command?.join(' ') ?? ''}`;
  if (httpGet !== undefined) return `http-get port ${httpGet.port} path ${httpGet.path ?? '/'}`;
  if (tcpSocket !== undefined) return `tcp-socket port ${tcpSocket.port}`;
  return `grpc port ${grpc?.port ?? ''}`;
}
