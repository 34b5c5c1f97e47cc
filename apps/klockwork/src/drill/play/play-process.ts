import { readFileSync } from 'node:fs';
import { DrillStoppedError, LiveTurn, type PlayerTurn, PlayerView, type PlayerWrite, parseDrill, runDrill } from '@klockwork/drill-runner';
import { type Drill, type DrillEnding, errorsText, playDebrief, type TurnProgress } from '@klockwork/drills';
import { StopSource } from '@klockwork/kernel';
import { TestClusters } from '@klockwork/test-cluster';
import { nodeHost } from '@klockwork/test-host';
import { writePrivate } from '@klockwork/tls';
import { UserError } from '../../user-error.ts';
import { pathKubectl } from '../path-kubectl.ts';
import { type OrderedPlay, type PlaySocket, servePlay } from './play-control.ts';
import type { PlayFolder, PlayState } from './play-folder.ts';

/** Returns the drill of a play. Throws UserError for an invalid one. */
export function drillOf({ source, text }: Pick<PlayState, 'source' | 'text'>): Drill {
  const read = parseDrill(text);
  if ('errors' in read) throw new UserError(`${source} is no valid drill:\n${errorsText(read.errors)}`);
  return read.drill;
}

/**
 * Plays the drill of a folder with a person, and writes the debrief, unless the play is stopped. `onTurn` is called once the person may begin.
 */
export async function playInFolder(folder: PlayFolder, onTurn: () => void): Promise<void> {
  const play = new FolderPlay(folder, onTurn);
  try {
    await play.run();
  } catch (error) {
    if (!(error instanceof DrillStoppedError)) throw error;
  } finally {
    play.close();
  }
}

class FolderPlay implements OrderedPlay {
  readonly #folder: PlayFolder;
  readonly #onTurn: () => void;
  readonly #stop = new StopSource();
  #live: LiveTurn | undefined;
  #isTurn = false;
  #ending: DrillEnding | undefined;
  #socket: PlaySocket | undefined;

  constructor(folder: PlayFolder, onTurn: () => void) {
    this.#folder = folder;
    this.#onTurn = onTurn;
  }

  async run(): Promise<void> {
    const { source, text, seed, rate } = this.#folder.state();
    const drill = drillOf({ source, text });
    const result = await runDrill(drill, {
      ...{ clusters: new TestClusters(nodeHost), seed, kubectl: pathKubectl, source, stop: this.#stop },
      view: (api) => new PlayerView(api, (write) => this.#note(write)),
      player: (turn) => this.#take(turn, rate),
    });
    const { attempts, hintsTaken } = this.#folder.state();
    const ending = this.#ending;
    const writes = this.#folder.writes();
    this.#folder.writeDebrief(
      playDebrief(drill, result, { ...(ending !== undefined && { ending }), attempts, hintsTaken, writes, problems: [] }),
    );
  }

  progress(): TurnProgress {
    return this.#turn.progress();
  }

  end(): void {
    this.#turn.end();
  }

  stop(): void {
    this.#stop.stop();
    this.#turn.end();
  }

  close(): void {
    this.#socket?.close();
  }

  get #turn(): LiveTurn {
    if (this.#live === undefined) throw new Error('orders come after the begin of the turn');
    return this.#live;
  }

  /** Opens the cluster to the person, and the play to its commands. */
  async #take(turn: PlayerTurn, rate: number): Promise<void> {
    const live = new LiveTurn(turn);
    this.#live = live;
    writePrivate(this.#folder.kubeconfig, readFileSync(await turn.cluster.kubeconfig(), 'utf8'));
    this.#socket = await servePlay(this.#folder.socket, this);
    const ending = live.take(rate);
    this.#isTurn = true;
    this.#onTurn();
    this.#ending = await ending;
    this.#isTurn = false;
  }

  #note(write: PlayerWrite): void {
    if (this.#isTurn) this.#folder.addWrite({ ...write, elapsedMs: this.#turn.elapsedMs });
  }
}
