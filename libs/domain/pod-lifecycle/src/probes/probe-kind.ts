import type { Container, Probe } from 'kubernetes-types/core/v1';

/** What a probe is asked for. */
export type ProbeKind = 'startup' | 'liveness' | 'readiness';

/** All kinds, in the order in which upstream makes their workers. */
export const PROBE_KINDS: readonly ProbeKind[] = ['startup', 'readiness', 'liveness'];

/** How Events name a kind. */
export const KIND_TEXT: Readonly<Record<ProbeKind, string>> = { startup: 'Startup', liveness: 'Liveness', readiness: 'Readiness' };

/** The probe of this kind that a container asks for. */
export function probeOf(container: Container, kind: ProbeKind): Probe | undefined {
  return { startup: container.startupProbe, liveness: container.livenessProbe, readiness: container.readinessProbe }[kind];
}

/** Once per so many ms of lab time. */
export function periodMs(probe: Probe): number {
  return (probe.periodSeconds ?? 10) * 1_000;
}
