import type { Pod } from '@klockwork/kubernetes-types';
import type { NodeInfo } from '../../node-info.ts';
import type { Filter } from '../../plugin.ts';
import { csiVolumeOf, csiVolumesOf } from '../../volumes/csi-volumes.ts';
import type { StorageView } from '../../volumes/storage-view.ts';

/** Upstream's reason for a node with the maximum number of volumes of a driver. */
const TOO_MANY = 'node(s) exceed max volume count';

/** Refuses nodes where the pod's volumes exceed the count of a CSI driver. Models `plugins/nodevolumelimits`. */
export const nodeVolumeLimits: Filter = {
  name: 'NodeVolumeLimits',
  refuse({ pod, storage }, node) {
    if (storage === undefined) return undefined;
    const limits = limitsOf(node, storage.view);
    if (limits.size === 0) return undefined;
    const wantedCsiVolumes = csiVolumesOf(pod, storage.view);
    if (![...wantedCsiVolumes.values()].some((driver) => limits.has(driver))) return undefined;
    const attached = attachedVolumes(node, storage.view);
    const added = new Map([...wantedCsiVolumes].filter(([volume]) => !attached.has(volume)));
    const isOver = [...limits].some(([driver, count]) => {
      const more = countOf(added, driver);
      return more > 0 && more + countOf(attached, driver) > count;
    });
    return isOver ? { reasons: [TOO_MANY], resolvable: true } : undefined;
  },
};

type Volumes = ReadonlyMap<string, string>;

/** Returns volumes per driver that the node can have; drivers without a count have no limit. */
function limitsOf({ name }: NodeInfo, view: StorageView): ReadonlyMap<string, number> {
  const drivers = view.csiNode(name)?.spec?.drivers ?? [];
  return new Map(
    drivers.flatMap(({ name: driver, allocatable }) => (typeof allocatable?.count === 'number' ? [[driver, allocatable.count]] : [])),
  );
}

/** Returns the volumes of the node's pods, and those still attached to it. */
function attachedVolumes({ name, pods }: NodeInfo, view: StorageView): Volumes {
  const ofPods = [...pods.values()].flatMap(({ pod }: { pod: Pod }) => [...csiVolumesOf(pod, view)]);
  const attachments = view.volumeAttachments().filter(({ spec }) => spec?.nodeName === name);
  const ofAttachments = attachments.flatMap(({ spec }) => {
    const volume = csiVolumeOf(view.volume(spec?.source?.persistentVolumeName ?? ''));
    return volume === undefined ? [] : [volume];
  });
  return new Map([...ofPods, ...ofAttachments]);
}

function countOf(volumes: Volumes, driver: string): number {
  return [...volumes.values()].filter((one) => one === driver).length;
}
