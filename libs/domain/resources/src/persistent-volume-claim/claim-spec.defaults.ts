import { nullWhereUnset } from '../generic/null-where-unset.ts';
import { canonicalizeResources } from '../pod-template/container.defaults.ts';
import type { PersistentVolumeClaim } from './persistent-volume-claim.ts';

type Spec = NonNullable<PersistentVolumeClaim['spec']>;

/** Sets defaults of claims and claim templates. Models `SetDefaults_PersistentVolumeClaimSpec`. */
export function defaultClaimSpec(spec: Spec): void {
  spec.volumeMode ??= 'Filesystem';
  spec.resources ??= {};
  canonicalizeResources(spec.resources);
  // An absent core group is null, an explicit '' stays.
  for (const source of [spec.dataSource, spec.dataSourceRef]) nullWhereUnset(source, 'apiGroup');
}
