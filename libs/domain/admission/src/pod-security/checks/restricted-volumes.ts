import { type Check, type CheckedPod, plural, quoted, sortedSet, type Violation } from '../check.ts';

const ALLOWED = ['configMap', 'csi', 'downwardAPI', 'emptyDir', 'ephemeral', 'image', 'persistentVolumeClaim', 'projected', 'secret'];

/** Allows only volumes of the pod itself, and claims. Models `check_restrictedVolumes.go`. */
export const restrictedVolumes: Check = {
  id: 'restrictedVolumes',
  level: 'restricted',
  versions: [{ since: 0, check: findVolumes, overrides: ['hostPathVolumes'] }],
};

function findVolumes({ spec }: CheckedPod): Violation | undefined {
  const bad = (spec.volumes ?? []).filter((volume) => !ALLOWED.some((type) => Reflect.get(volume, type) !== undefined));
  if (bad.length === 0) return undefined;
  const types = sortedSet(bad.map((volume) => Object.keys(volume).find((key) => key !== 'name') ?? 'unknown'));
  const uses = `${plural(bad.length, 'volume')} ${quoted(bad.map(({ name }) => name))} ${plural(bad.length, 'uses', 'use')}`;
  return { reason: 'restricted volume types', detail: `${uses} ${plural(types.length, 'restricted volume type')} ${quoted(types)}` };
}
