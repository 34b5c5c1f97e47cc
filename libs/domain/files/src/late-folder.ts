import type { LabTime } from '@klockwork/kernel';
import type { FolderInode } from './inode.ts';

/** Folder filled at its first access, hence with little memory before. */
export class LateFolder implements FolderInode {
  readonly type = 'folder';
  readonly parent: number;
  mode: number;
  uid: number;
  gid: number;
  modifiedAt: LabTime;
  changedAt: LabTime;
  /** Link count including future subfolders. */
  links: number;
  readonly #entries: Map<string, number>;
  #late: { readonly folders: number; fill(): void } | undefined;

  /** `fill` adds the content of the folder, `folders` subfolders among it. */
  constructor(folder: FolderInode, folders: number, fill: () => void) {
    this.parent = folder.parent;
    this.mode = folder.mode;
    this.uid = folder.uid;
    this.gid = folder.gid;
    this.modifiedAt = folder.modifiedAt;
    this.changedAt = folder.changedAt;
    this.#entries = folder.entries;
    this.links = folder.links + folders;
    this.#late = { folders, fill };
  }

  get entries(): Map<string, number> {
    const late = this.#late;
    this.#late = undefined;
    this.links -= late?.folders ?? 0;
    late?.fill();
    return this.#entries;
  }
}
