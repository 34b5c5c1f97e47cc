import { semanticEqual } from '@klockwork/api-machinery';
import type { AppArmorProfile } from '@klockwork/kubernetes-types';
import { placedContainers } from '../pod-template/pod-spec.ts';
import { APP_ARMOR_IS_OLD, APP_ARMOR_OF_CONTAINER, LOCALHOST_PROFILE } from '../pod-template/profile-names.ts';
import { validateAppArmor } from '../pod-template/validation/security-context.ts';
import type { Pod } from './pod.ts';

/**
 * Converts a new pod's AppArmor annotations to fields, with a warning for each, also for invalid ones. Models `applyAppArmorVersionSkew` of
 * `pkg/registry/core/pod/strategy.go`.
 */
export function takeOverAppArmor({ metadata, spec }: Pod, warn: (text: string) => void): void {
  const annotations = metadata?.annotations;
  if (annotations === undefined || spec === undefined || spec.os?.name === 'windows') return;
  for (const { container } of placedContainers(spec, 'spec')) {
    const key = `${APP_ARMOR_OF_CONTAINER}${container.name}`;
    const annotation = annotations[key];
    if (annotation === undefined || container.securityContext?.appArmorProfile) continue;
    const profile = profileOf(annotation);
    if (profile !== undefined && semanticEqual(profile, spec.securityContext?.appArmorProfile)) continue;
    if (profile !== undefined) container.securityContext = { ...container.securityContext, appArmorProfile: profile };
    warn(`metadata.annotations[${key}]: ${APP_ARMOR_IS_OLD}`);
  }
}

/** Models `ApparmorFieldForAnnotation`; undefined for an invalid profile. */
function profileOf(annotation: string): AppArmorProfile | undefined {
  if (annotation === 'unconfined') return { type: 'Unconfined' };
  if (annotation === 'runtime/default') return { type: 'RuntimeDefault' };
  if (!annotation.startsWith(LOCALHOST_PROFILE)) return undefined;
  const profile: AppArmorProfile = { type: 'Localhost', localhostProfile: annotation.slice(LOCALHOST_PROFILE.length) };
  return validateAppArmor(profile, '').length === 0 ? profile : undefined;
}
