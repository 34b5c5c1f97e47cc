import { canonicalizeQuantities, canonicalizeResources, defaultContainer } from './container.defaults.ts';
import { dropDisabledFields } from './disabled-fields.ts';
import type { PodSpec, PodTemplateSpec } from './pod-spec.ts';
import { defaultVolume } from './volume.defaults.ts';

/** Fills in what both pods and templates get, and forgets what is no part of 1.35 by default. Models `SetDefaults_PodSpec`. */
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

/** Fills in the template of a Deployment, a ReplicaSet … A template lacks what only a pod gets: see `podDefaults`. */
export function podTemplateDefaults(template: PodTemplateSpec): void {
  template.metadata ??= {};
  if (template.spec) podSpecDefaults(template.spec);
}

// The deprecated field always tells the same as the present one; upstream does it while converting versions.
function mirrorServiceAccount(spec: PodSpec): void {
  const name = spec.serviceAccountName || spec.serviceAccount;
  if (!name) return;
  spec.serviceAccountName = name;
  spec.serviceAccount = name;
}

// Upstream's type cannot leave out what a term prefers; without any rule it prefers nothing.
function writePreferences({ affinity }: PodSpec): void {
  for (const term of affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? []) term.preference ??= {};
}

function allContainers(spec: PodSpec) {
  return [...(spec.containers ?? []), ...(spec.initContainers ?? []), ...(spec.ephemeralContainers ?? [])];
}
