import type { FieldError } from '@klockwork/api-machinery';
import { validatePersistentVolumeClaim } from '../persistent-volume-claim/persistent-volume-claim.validation.ts';
import type { PodTemplateSpec } from '../pod-template/pod-spec.ts';
import type { StatefulSetSpec } from './stateful-set.ts';

type Claims = StatefulSetSpec['volumeClaimTemplates'];

/** Of a template of claims only what claims ask for is judged; each claim gets a name of its own. */
const NAMED = { name: 'claim', namespace: 'default' };

/** Models `validateVolumeClaimTemplates` of `pkg/apis/apps/validation/validation.go`. */
export function validateClaimTemplates(claims: Claims, path: string): FieldError[] {
  return (claims ?? []).flatMap(({ spec }, index) =>
    validatePersistentVolumeClaim({ metadata: NAMED, spec }).map((error) => ({ ...error, field: `${path}[${index}].${error.field}` })),
  );
}

/** A template with a volume for each claim, which takes the place of one of the same name. Models `volumesToAddForTemplates`. */
export function withClaimVolumes(template: PodTemplateSpec, claims: Claims): PodTemplateSpec {
  const names = [...new Set((claims ?? []).map(({ metadata }) => metadata?.name ?? ''))];
  if (names.length === 0 || template.spec === undefined) return template;
  const own = (template.spec.volumes ?? []).filter(({ name }) => !names.includes(name));
  const claimed = names.map((name) => ({ name, persistentVolumeClaim: { claimName: name } }));
  return { ...template, spec: { ...template.spec, volumes: [...claimed, ...own] } };
}
