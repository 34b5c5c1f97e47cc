import type { Lifecycle, VolumeProjection } from '@klockwork/kubernetes-types';
import type { Container, PodSpec } from './pod-spec.ts';

/**
 * Drops fields of features disabled by default in 1.35: `ContainerStopSignals`, `GenericWorkload`, `ClusterTrustBundleProjection` and
 * `PodCertificateRequest`. Applies to every write, so no stored object has them. Models `dropDisabledFields` of `pkg/api/pod/util.go`.
 */
export function dropDisabledFields(spec: PodSpec, containers: readonly Container[]): void {
  delete (spec as PodSpec & { workloadRef?: unknown }).workloadRef;
  for (const container of containers) dropStopSignal(container);
  for (const { projected } of spec.volumes ?? []) for (const source of projected?.sources ?? []) dropCertificates(source);
}

/** The source itself stays, empty. */
function dropCertificates(source: VolumeProjection & { podCertificate?: unknown }): void {
  delete source.clusterTrustBundle;
  delete source.podCertificate;
}

// Also drops the emptied lifecycle; an initially empty one stays.
function dropStopSignal(container: Container): void {
  const lifecycle = container.lifecycle as (Lifecycle & { stopSignal?: string }) | undefined;
  if (lifecycle?.stopSignal === undefined) return;
  delete lifecycle.stopSignal;
  if (Object.keys(lifecycle).length === 0) delete container.lifecycle;
}
