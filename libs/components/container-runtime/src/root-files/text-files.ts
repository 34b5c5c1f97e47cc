import { type Inode, type InodeSource, ROOT_INO } from '@klockwork/files';
import type { LabTime } from '@klockwork/kernel';

/** File names, each with a function computing its text. */
export type TextTable<Shown> = readonly (readonly [name: string, text: (shown: Shown) => string])[];

/** Folder of files computed at each read. */
export class TextFiles<Shown> implements InodeSource {
  readonly end = Number.MAX_SAFE_INTEGER;
  readonly #table: TextTable<Shown>;
  readonly #shown: () => Shown;
  readonly #madeAt: LabTime;

  constructor(table: TextTable<Shown>, shown: () => Shown, madeAt: LabTime) {
    this.#table = table;
    this.#shown = shown;
    this.#madeAt = madeAt;
  }

  get(ino: number): Inode | undefined {
    const base = { uid: 0, gid: 0, links: 1, modifiedAt: this.#madeAt, changedAt: this.#madeAt };
    if (ino === ROOT_INO) {
      const entries = new Map(this.#table.map(([name], index) => [name, ROOT_INO + 1 + index]));
      return { type: 'folder', entries, parent: ROOT_INO, mode: 0o555, ...base };
    }
    const entry = this.#table[ino - ROOT_INO - 1];
    return entry && { type: 'file', content: () => entry[1](this.#shown()), mode: 0o444, ...base };
  }
}
