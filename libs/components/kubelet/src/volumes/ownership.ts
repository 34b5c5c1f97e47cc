import type { Files } from '@klockwork/files';
import type { Pod } from '@klockwork/kubernetes-types';

const WRITABLE = 0o660;
const READABLE = 0o440;
/** Additional mode of folders: the group may enter, and new files belong to it. */
const FOLDER = 0o2110;

/** Returns the user of all containers of the pod; undefined if one has none, or if they differ. Models `FsUserFrom` of `pkg/volume/util`. */
export function userOf({ spec }: Pod): number | undefined {
  const containers = [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])];
  const users = new Set(containers.map(({ securityContext }) => securityContext?.runAsUser ?? spec?.securityContext?.runAsUser));
  const [user] = users;
  return users.size === 1 ? user : undefined;
}

/**
 * Gives a file or folder to the group `fsGroup` of the pod, and permits this group to read it, and to write it unless `readOnly`. Does
 * nothing without `fsGroup`. Models `changeFilePermission` of `pkg/volume/volume_linux.go`.
 */
export function giveToGroup(files: Files, path: string, { pod, readOnly }: { readonly pod: Pod; readonly readOnly: boolean }): void {
  const gid = pod.spec?.securityContext?.fsGroup;
  if (gid === undefined) return;
  const { type, mode } = files.linkStat(path);
  files.changeOwner(path, { gid }, { follow: false });
  if (type === 'link') return;
  files.changeMode(path, mode | (readOnly ? READABLE : WRITABLE) | (type === 'folder' ? FOLDER : 0));
}

/** Like {@link giveToGroup}, with all content of a folder. */
export function giveAllToGroup(files: Files, path: string, to: { readonly pod: Pod; readonly readOnly: boolean }): void {
  giveToGroup(files, path, to);
  if (files.linkStat(path).type === 'folder') for (const name of files.list(path)) giveAllToGroup(files, `${path}/${name}`, to);
}
