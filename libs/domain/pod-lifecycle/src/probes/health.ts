import type { Container } from '@klockwork/kubernetes-types';
import { isHidden } from '../hooks/post-start.ts';
import type { ContainerMemory } from '../pod-memory.ts';
import { type ProbeKind, probeOf } from './probe-kind.ts';
import type { ProbeResult } from './probe-worker.ts';

/** Returns the result for the newest attempt; undefined without this probe, or before its first run. */
function resultOf({ probes, current }: ContainerMemory, kind: ProbeKind): ProbeResult | undefined {
  const worker = probes?.[kind];
  return worker !== undefined && worker.containerId === current?.id ? worker.result : undefined;
}

/**
 * Returns `started` of a container's status: running, with a succeeded startup probe, if any. Models `UpdatePodStatus` of
 * `pkg/kubelet/prober`.
 */
export function isStarted(container: Container, known: ContainerMemory): boolean {
  if (known.current?.state !== 'running' || isHidden(known)) return false;
  return probeOf(container, 'startup') === undefined || resultOf(known, 'startup') === 'success';
}

/** Returns `ready` of a container's status: started, with a succeeded last readiness probe, if any. */
export function isReady(container: Container, known: ContainerMemory): boolean {
  if (!isStarted(container, known)) return false;
  return probeOf(container, 'readiness') === undefined || resultOf(known, 'readiness') === 'success';
}

/** Returns the kind of the failed probe that stops a running container; undefined if none. Liveness has priority. */
export function failedProbe(container: Container, known: ContainerMemory): 'liveness' | 'startup' | undefined {
  if (known.current?.state !== 'running' || isHidden(known)) return undefined;
  const kinds = ['liveness', 'startup'] as const;
  return kinds.find((kind) => probeOf(container, kind) !== undefined && resultOf(known, kind) === 'failure');
}
