import type { Container } from '@klockwork/kubernetes-types';
import { type ContainerState, isHidden, newestReport, runningReport } from '../container-state.ts';
import { type FatalProbe, type ProbeKind, probeOf } from './probe-kind.ts';
import type { ProbeResult } from './probe-worker.ts';

/** Returns the result for the newest attempt; undefined without this probe, or before its first run. */
function resultOf(state: ContainerState, kind: ProbeKind): ProbeResult | undefined {
  const worker = state.history.probes?.[kind];
  return worker !== undefined && worker.containerId === newestReport(state)?.id ? worker.result : undefined;
}

/**
 * Returns `started` of a container's status: running, with a succeeded startup probe, if any. Models `UpdatePodStatus` of
 * `pkg/kubelet/prober`.
 */
export function isStarted(container: Container, state: ContainerState): boolean {
  if (runningReport(state) === undefined || isHidden(state)) return false;
  return probeOf(container, 'startup') === undefined || resultOf(state, 'startup') === 'success';
}

/** Returns `ready` of a container's status: started, with a succeeded last readiness probe, if any. */
export function isReady(container: Container, state: ContainerState): boolean {
  if (!isStarted(container, state)) return false;
  return probeOf(container, 'readiness') === undefined || resultOf(state, 'readiness') === 'success';
}

/** Returns the kind of the failed probe that stops a running container; undefined if none. Liveness has priority. */
export function failedProbe(container: Container, state: ContainerState): FatalProbe | undefined {
  if (runningReport(state) === undefined || isHidden(state)) return undefined;
  const kinds = ['liveness', 'startup'] as const;
  return kinds.find((kind) => probeOf(container, kind) !== undefined && resultOf(state, kind) === 'failure');
}
