import { nullWhereUnset } from '../generic/null-where-unset.ts';
import { canonicalizeResources } from '../pod-template/container.defaults.ts';
import type { PersistentVolumeClaim } from './persistent-volume-claim.ts';

type Spec = NonNullable<PersistentVolumeClaim['spec']>;

/** Fills in what claims get, and templates for them. Models `SetDefaults_PersistentVolumeClaimSpec`. */
export function defaultClaimSpec(spec: Spec): void {
  spec.volumeMode ??= 'Filesystem';
  spec.resources ??= {};
  canonicalizeResources(spec.resources);
  // The core group is null, unless who wrote it said ''.
  for (const source of [spec.dataSource, spec.dataSourceRef]) nullWhereUnset(source, 'apiGroup');
}
