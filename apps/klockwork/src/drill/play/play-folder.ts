import { appendFileSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { PlayDebrief, TimedWrite } from '@klockwork/drills';
import { makePrivateFolder } from '@klockwork/host';
import { writePrivate } from '@klockwork/tls';
import { UserError } from '../../user-error.ts';

/** Saved state of a play. */
export interface PlayState {
  /** Name or file of the drill. */
  readonly source: string;
  /** Text of the drill when the play began. */
  readonly text: string;
  readonly seed: number;
  /** Lab seconds per second. */
  readonly rate: number;
  readonly attempts: number;
  readonly hintsTaken: number;
}

/** Limit of Unix for the path of a socket, in bytes. */
const SOCKET_BYTES_MAX = 100;
const KEPT_FILES = ['kubeconfig', 'control.sock', 'writes.ndjson', 'debrief.json', 'process.log'];

/** Folder of one play: its state, its player's kubeconfig and writes, and its debrief. */
export class PlayFolder {
  readonly path: string;

  /** Throws UserError for a path in which no socket fits. */
  constructor(path: string) {
    this.path = resolve(path);
    if (Buffer.byteLength(this.socket) > SOCKET_BYTES_MAX)
      throw new UserError(`the path ${this.path} is too long: choose another with --play`);
  }

  get kubeconfig(): string {
    return join(this.path, 'kubeconfig');
  }

  get socket(): string {
    return join(this.path, 'control.sock');
  }

  /** Output of the process of the play. */
  get log(): string {
    return join(this.path, 'process.log');
  }

  /** Returns the state. Throws UserError without one. */
  state(): PlayState {
    const state = this.#read<PlayState>('play.json');
    if (state === undefined) throw new UserError(`there is no play in ${this.path}: start one with "klockwork drill play NAME"`);
    return state;
  }

  writeState(state: PlayState): void {
    makePrivateFolder(this.path);
    writePrivate(join(this.path, 'play.json'), `${JSON.stringify(state)}\n`);
  }

  debrief(): PlayDebrief | undefined {
    return this.#read('debrief.json');
  }

  writeDebrief(debrief: PlayDebrief): void {
    writePrivate(join(this.path, 'debrief.json'), `${JSON.stringify(debrief)}\n`);
  }

  /** Adds a write of the player, before the player has its answer. */
  addWrite(write: TimedWrite): void {
    appendFileSync(join(this.path, 'writes.ndjson'), `${JSON.stringify(write)}\n`, { mode: 0o600 });
  }

  /** Returns the writes of the player; the last line may be cut by the end of its process. */
  writes(): readonly TimedWrite[] {
    const file = join(this.path, 'writes.ndjson');
    const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(0, -1) : [];
    return lines.map((line) => JSON.parse(line) as TimedWrite);
  }

  /** Forgets all files of an attempt; the state stays. */
  clear(): void {
    for (const file of KEPT_FILES) rmSync(join(this.path, file), { force: true });
  }

  #read<T>(name: string): T | undefined {
    const file = join(this.path, name);
    return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as T) : undefined;
  }
}

/** Returns the folder of a command: `--play`, else KLOCKWORK_PLAY, else `.klockwork-play` here. */
export function playFolder(option: string | undefined): PlayFolder {
  return new PlayFolder(option ?? process.env.KLOCKWORK_PLAY ?? '.klockwork-play');
}
