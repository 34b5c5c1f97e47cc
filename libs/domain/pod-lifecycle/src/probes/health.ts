import type { Container } from 'kubernetes-types/core/v1';
import { isHidden } from '../hooks/post-start.ts';
import type { ContainerMemory } from '../pod-memory.ts';
import { type ProbeKind, probeOf } from './probe-kind.ts';
import type { ProbeResult } from './probe-worker.ts';

/** What a probe says of the newest attempt; undefined when it is not probed so, or not yet. */
function resultOf({ probes, current }: ContainerMemory, kind: ProbeKind): ProbeResult | undefined {
  const worker = probes?.[kind];
  return worker !== undefined && worker.containerId === current?.id ? worker.result : undefined;
}

/** `started` of a container's status: it runs, and its startup probe succeeded if it has one. Models `UpdatePodStatus` of `pkg/kubelet/prober`. */
export function isStarted(container: Container, known: ContainerMemory): boolean {
  if (known.current?.state !== 'running' || isHidden(known)) return false;
  return probeOf(container, 'startup') === undefined || resultOf(known, 'startup') === 'success';
}

/** `ready` of a container's status: it has started, and its readiness probe last said so if it has one. */
export function isReady(container: Container, known: ContainerMemory): boolean {
  if (!isStarted(container, known)) return false;
  return probeOf(container, 'readiness') === undefined || resultOf(known, 'readiness') === 'success';
}

/** The kind of the probe that condemns a running container; undefined when none does. Liveness is looked at first. */
export function failedProbe(container: Container, known: ContainerMemory): 'liveness' | 'startup' | undefined {
  if (known.current?.state !== 'running' || isHidden(known)) return undefined;
  const kinds = ['liveness', 'startup'] as const;
  return kinds.find((kind) => probeOf(container, kind) !== undefined && resultOf(known, kind) === 'failure');
}
