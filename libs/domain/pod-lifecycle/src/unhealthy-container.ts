import type { Container } from 'kubernetes-types/core/v1';
import type { Draft, PodView } from './decide.ts';
import { graceSeconds } from './grace-seconds.ts';
import { podEvents } from './pod-events.ts';
import { type ContainerMemory, withContainer } from './pod-memory.ts';
import { probeOf } from './probes/probe-kind.ts';
import { isSidecar } from './restart-policy.ts';

/**
 * Stops a container that a probe condemned, once; its exit starts the next attempt unless it is never restarted.
 * Models the part of `computePodActions` in `pkg/kubelet/kuberuntime/kuberuntime_manager.go` that looks at the probes' results.
 */
export function stopUnhealthy(
  { pod, memory }: PodView,
  container: Container,
  { current, stopGraceMs }: ContainerMemory,
  failed: 'liveness' | 'startup',
): Draft {
  if (current === undefined || stopGraceMs !== undefined) return { memory, actions: [] };
  const { name } = container;
  const graceMs = graceSeconds(pod, probeOf(container, failed)) * 1_000;
  const policy = container.restartPolicy ?? pod.spec?.restartPolicy ?? 'Always';
  const restarts = policy !== 'Never';
  // Upstream does not say of a sidecar what everybody knows: that it is restarted.
  const event = isSidecar(container)
    ? podEvents.probeFailed(name, failed, 'Init container', false)
    : podEvents.probeFailed(name, failed, 'Container', restarts);
  return {
    memory: withContainer(memory, name, { stopGraceMs: graceMs, ...(restarts ? { unhealthy: true } : {}) }),
    actions: [event, { do: 'stop-container', container: name, id: current.id, graceMs }],
  };
}
