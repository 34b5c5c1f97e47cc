import { canonicalizeResources } from '../pod-template/container.defaults.ts';
import type { PersistentVolumeClaim } from './persistent-volume-claim.ts';

type Spec = NonNullable<PersistentVolumeClaim['spec']>;

/** Fills in what claims get, and templates for them. Models `SetDefaults_PersistentVolumeClaimSpec`. */
export function defaultClaimSpec(spec: Spec): void {
  spec.volumeMode ??= 'Filesystem';
  spec.resources ??= {};
  canonicalizeResources(spec.resources);
  for (const source of [spec.dataSource, spec.dataSourceRef]) if (source) writeGroup(source);
}

/** Upstream's type cannot leave out the group: it is null for the core group, unless who wrote it said ''. */
function writeGroup(source: { apiGroup?: string | null }): void {
  source.apiGroup ??= null;
}
