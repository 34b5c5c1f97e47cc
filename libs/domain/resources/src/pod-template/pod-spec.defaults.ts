import { canonicalizeQuantities, canonicalizeResources, defaultContainer } from './container.defaults.ts';
import { dropDisabledFields } from './disabled-fields.ts';
import type { PodSpec, PodTemplateSpec } from './pod-spec.ts';
import { defaultVolume } from './volume.defaults.ts';

/** Sets defaults shared by pods and templates, and drops fields of features disabled in 1.35. Models `SetDefaults_PodSpec`. */
export function podSpecDefaults(spec: PodSpec): void {
  spec.dnsPolicy ||= 'ClusterFirst';
  spec.restartPolicy ||= 'Always';
  spec.securityContext ??= {};
  spec.terminationGracePeriodSeconds ??= 30;
  spec.schedulerName ||= 'default-scheduler';
  mirrorServiceAccount(spec);
  canonicalizeQuantities(spec.overhead);
  if (spec.resources) canonicalizeResources(spec.resources);
  writePreferences(spec);
  for (const volume of spec.volumes ?? []) defaultVolume(volume);
  dropDisabledFields(spec, allContainers(spec));
  for (const container of allContainers(spec)) defaultContainer(container);
}

/** Sets defaults of a workload's pod template. Pod-only defaults are excluded: see `podDefaults`. */
export function podTemplateDefaults(template: PodTemplateSpec): void {
  template.metadata ??= {};
  if (template.spec) podSpecDefaults(template.spec);
}

// The deprecated field always equals the present one; upstream copies it in version conversion.
function mirrorServiceAccount(spec: PodSpec): void {
  const name = spec.serviceAccountName || spec.serviceAccount;
  if (!name) return;
  spec.serviceAccountName = name;
  spec.serviceAccount = name;
}

// Upstream's type cannot omit the preference of a term; one without rules has no effect.
function writePreferences({ affinity }: PodSpec): void {
  for (const term of affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? []) term.preference ??= {};
}

function allContainers(spec: PodSpec) {
  return [...(spec.containers ?? []), ...(spec.initContainers ?? []), ...(spec.ephemeralContainers ?? [])];
}
