import type { PlannedAction } from '@klockwork/controller-runtime';
import { type PersistentVolume, type PersistentVolumeClaim, resources } from '@klockwork/resources';
import { claimReference, isBoundTo, type VolumesOnNode, volumeAnnotations } from '@klockwork/scheduling';

/**
 * Reserves the volumes that a pod's claims are to get, and asks for those that have to be made on `node`. `onRefused`: somebody else was
 * quicker. Models `bindAPIUpdate` of `plugins/volumebinding/binder.go`.
 */
export function volumesPlan({ bind, provision }: VolumesOnNode, node: string, onRefused: () => void): PlannedAction[] {
  const refused = () => {
    onRefused();
    return [];
  };
  const unaskedClaims = provision.filter(({ metadata }) => metadata?.annotations?.[volumeAnnotations.selectedNode] !== node);
  return [
    ...bind.map(({ claim, volume }) => ({ ...reserve(volume, claim), onRefused: refused })),
    ...unaskedClaims.map((claim) => ({ ...askFor(claim, node), onRefused: refused })),
  ];
}

function reserve(volume: PersistentVolume, claim: PersistentVolumeClaim): PlannedAction {
  const { name = '', resourceVersion } = volume.metadata ?? {};
  const annotations = isBoundTo(volume, claim) ? {} : { [volumeAnnotations.boundByController]: 'yes' };
  const body = { metadata: { resourceVersion, annotations }, spec: { claimRef: claimReference(claim) } };
  return { type: 'patch', resource: resources.persistentVolumes, name: { name }, patch: { type: 'merge', body } };
}

function askFor({ metadata }: PersistentVolumeClaim, node: string): PlannedAction {
  const { namespace = '', name = '', resourceVersion } = metadata ?? {};
  const body = { metadata: { resourceVersion, annotations: { [volumeAnnotations.selectedNode]: node } } };
  return { type: 'patch', resource: resources.persistentVolumeClaims, name: { namespace, name }, patch: { type: 'merge', body } };
}
