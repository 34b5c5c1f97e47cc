import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { RunRecords } from '@klockwork/drill-runner';
import type { RunState } from '@klockwork/drills';
import { makePrivateFolder } from '@klockwork/host';
import { writePrivate } from '@klockwork/tls';

const FILE = /^(\d+)\.json$/;

/** Runs of drills as private files of a folder: `7.json`. */
export class FolderRecords implements RunRecords {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  load(): readonly RunState[] {
    if (!existsSync(this.#folder)) return [];
    const numbers = readdirSync(this.#folder).flatMap((name) => FILE.exec(name)?.[1] ?? []);
    return numbers.sort((a, b) => Number(a) - Number(b)).map((id) => JSON.parse(readFileSync(this.#file(id), 'utf8')) as RunState);
  }

  save(state: RunState): void {
    makePrivateFolder(this.#folder);
    writePrivate(this.#file(state.id), `${JSON.stringify(state)}\n`);
  }

  remove(id: string): void {
    rmSync(this.#file(id), { force: true });
  }

  #file(id: string): string {
    return join(this.#folder, `${id}.json`);
  }
}
