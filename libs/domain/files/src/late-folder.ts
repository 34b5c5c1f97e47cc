import type { LabTime } from '@klockwork/kernel';
import type { FolderInode } from './inode.ts';

/** A folder that is filled when somebody first looks into it: until then it takes hardly any memory. */
export class LateFolder implements FolderInode {
  readonly kind = 'folder';
  readonly parent: number;
  mode: number;
  uid: number;
  gid: number;
  modifiedAt: LabTime;
  changedAt: LabTime;
  readonly #entries: Map<string, number>;
  #links: number;
  #fill: (() => void) | undefined;

  /** `fill` puts all that is in it into the folder. */
  constructor(folder: FolderInode, fill: () => void) {
    this.parent = folder.parent;
    this.mode = folder.mode;
    this.uid = folder.uid;
    this.gid = folder.gid;
    this.modifiedAt = folder.modifiedAt;
    this.changedAt = folder.changedAt;
    this.#entries = folder.entries;
    this.#links = folder.links;
    this.#fill = fill;
  }

  get entries(): Map<string, number> {
    this.#filled();
    return this.#entries;
  }

  /** Folders in it count. */
  get links(): number {
    this.#filled();
    return this.#links;
  }

  set links(links: number) {
    this.#links = links;
  }

  #filled(): void {
    const fill = this.#fill;
    this.#fill = undefined;
    fill?.();
  }
}
