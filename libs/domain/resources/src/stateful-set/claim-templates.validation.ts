import type { FieldError } from '@klockwork/api-machinery';
import { validateClaimSpec } from '../persistent-volume-claim/claim-spec.validation.ts';
import type { PodTemplateSpec } from '../pod-template/pod-spec.ts';
import type { StatefulSetSpec } from './stateful-set.ts';

type Claims = StatefulSetSpec['volumeClaimTemplates'];

/** Validates only the specs of claim templates. Models `validateVolumeClaimTemplates` of `pkg/apis/apps/validation/validation.go`. */
export function validateClaimTemplates(claims: Claims, path: string): FieldError[] {
  return (claims ?? []).flatMap(({ spec = {} }, index) => validateClaimSpec(spec, `${path}[${index}].spec`));
}

/** Adds a volume per claim to the template, replacing volumes of the same name. Models `volumesToAddForTemplates`. */
export function withClaimVolumes(template: PodTemplateSpec, claims: Claims): PodTemplateSpec {
  const names = [...new Set((claims ?? []).map(({ metadata }) => metadata?.name ?? ''))];
  if (names.length === 0 || template.spec === undefined) return template;
  const own = (template.spec.volumes ?? []).filter(({ name }) => !names.includes(name));
  const claimVolumes = names.map((name) => ({ name, persistentVolumeClaim: { claimName: name } }));
  return { ...template, spec: { ...template.spec, volumes: [...claimVolumes, ...own] } };
}
