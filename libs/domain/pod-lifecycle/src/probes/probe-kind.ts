import type { Container, Probe } from '@klockwork/kubernetes-types';

export type ProbeKind = 'startup' | 'liveness' | 'readiness';

/** Kind of a probe whose failure stops the container. */
export type FatalProbe = 'liveness' | 'startup';

/** All kinds, in upstream's order of worker creation. */
export const PROBE_KINDS: readonly ProbeKind[] = ['startup', 'readiness', 'liveness'];

/** Names of the kinds in Events. */
export const KIND_TEXT: Readonly<Record<ProbeKind, string>> = { startup: 'Startup', liveness: 'Liveness', readiness: 'Readiness' };

/** Returns the container's probe of this kind. */
export function probeOf(container: Container, kind: ProbeKind): Probe | undefined {
  return { startup: container.startupProbe, liveness: container.livenessProbe, readiness: container.readinessProbe }[kind];
}

/** Returns the probe period in ms of lab time. */
export function periodMs(probe: Probe): number {
  return (probe.periodSeconds ?? 10) * 1_000;
}
