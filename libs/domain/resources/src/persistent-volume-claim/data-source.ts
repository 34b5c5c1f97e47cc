import { dns1123Label, dns1123Subdomain, type FieldError, fieldErrors } from '@klockwork/api-machinery';
import { complaints } from '../generic/field-checks.ts';
import type { PersistentVolumeClaim } from './persistent-volume-claim.ts';

type Spec = NonNullable<PersistentVolumeClaim['spec']>;
type Source = NonNullable<Spec['dataSource']>;
type SourceRef = NonNullable<Spec['dataSourceRef']>;

const CLAIM = 'PersistentVolumeClaim';
const OTHER_KIND = `must be '${CLAIM}' when referencing the default apiGroup`;

/**
 * Synchronizes the data source fields of a new claim: the older one accepts claims and snapshots only, the newer one anything. Ignores
 * claims of other namespaces. Models `EnforceDataSourceBackwardsCompatibility` and `NormalizeDataSources`.
 */
export function settleDataSources(spec: Spec, previous: Spec | undefined): void {
  const inUse = previous?.dataSource !== undefined || previous?.dataSourceRef !== undefined;
  if (!inUse) delete spec.dataSourceRef?.namespace;
  if (!inUse && spec.dataSource !== undefined && !isClaimOrSnapshot(spec.dataSource)) delete spec.dataSource;
  if (spec.dataSource !== undefined && spec.dataSourceRef === undefined) spec.dataSourceRef = { ...spec.dataSource };
  else if (spec.dataSource === undefined && spec.dataSourceRef !== undefined && !spec.dataSourceRef.namespace)
    spec.dataSource = withoutNamespace(spec.dataSourceRef);
}

/** Models the parts of `ValidatePersistentVolumeClaimSpec` about data sources. */
export function validateDataSources({ dataSource, dataSourceRef }: Spec, specPath: string): FieldError[] {
  const namespace = dataSourceRef?.namespace ?? '';
  const path = `${specPath}.dataSourceRef`;
  return [
    ...(dataSource ? validateSource(dataSource, `${specPath}.dataSource`) : []),
    ...(dataSourceRef ? validateSource(dataSourceRef, path) : []),
    ...(namespace === '' ? [] : complaints(namespace, dns1123Label(namespace), `${path}.namespace`)),
    ...(dataSource && dataSourceRef ? validatePair(dataSource, dataSourceRef, specPath) : []),
  ];
}

/** Upstream reports the older field's path as invalid value. */
function validatePair(source: Source, ref: SourceRef, path: string): FieldError[] {
  const refuse = (rule: string) => [fieldErrors.invalid(path, `${path}.dataSource`, rule)];
  if (ref.namespace) return refuse('may not be specified when dataSourceRef.namespace is specified');
  const same = (source.apiGroup ?? '') === (ref.apiGroup ?? '') && source.kind === ref.kind && source.name === ref.name;
  return same ? [] : refuse('must match dataSourceRef');
}

/** Models `validateDataSource`. */
function validateSource({ apiGroup: group, kind, name }: Source, path: string): FieldError[] {
  const apiGroup = group ?? '';
  return [
    ...(name ? [] : [fieldErrors.required(`${path}.name`)]),
    ...(kind ? [] : [fieldErrors.required(`${path}.kind`)]),
    ...(apiGroup === '' && kind !== CLAIM ? [fieldErrors.invalid(path, kind ?? '', OTHER_KIND)] : []),
    ...(apiGroup === '' ? [] : complaints(apiGroup, dns1123Subdomain(apiGroup), `${path}.apiGroup`)),
  ];
}

function isClaimOrSnapshot({ apiGroup, kind }: Source): boolean {
  return (apiGroup ?? '') === '' ? kind === CLAIM : apiGroup === 'snapshot.storage.k8s.io' && kind === 'VolumeSnapshot';
}

function withoutNamespace({ namespace: _, ...source }: SourceRef): Source {
  return source;
}
