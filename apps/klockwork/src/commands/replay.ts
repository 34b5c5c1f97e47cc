import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { nodeTimer } from '@klockwork/host';
import { LabClient } from '../client/lab-client.ts';
import { runWithKubeconfig } from '../client/run-with-kubeconfig.ts';
import { pastKubeconfig } from '../kubeconfig/past-kubeconfig.ts';
import { labFolder } from '../launcher/lab-folder.ts';
import { commandIn } from './at.ts';

/** Longest wait of the host, in ms: timers of hosts overflow after 24 days. */
const WAIT_MS_MAX = 60_000;

/** Options of `klockwork replay`. */
export interface ReplayOptions {
  readonly data?: string;
  readonly from: string;
  readonly to: string;
  /** Lab seconds per host second; 0: as fast as possible. */
  readonly speed: number;
}

/** Answer of `/klockwork/v1/moments`. */
interface Moment {
  readonly revision: number;
  readonly at: number;
}

/** Position of the replay: times in ms of lab time. */
interface Position extends Moment {
  readonly next: number | null;
}

/** Serves the past to a command, or to the clients of a printed kubeconfig, from its first watch on. Ends with the command, or by Ctrl-C. */
export async function replay(words: readonly string[], { data, from, to, speed }: ReplayOptions): Promise<void> {
  const folder = labFolder(data);
  const client = await LabClient.connect(folder);
  const moment = (text: string) => client.getJson<Moment>(`/klockwork/v1/moments?at=${encodeURIComponent(text)}`);
  const [begin, end] = [await moment(from), await moment(to)];
  const path = `/replay/r-${randomBytes(6).toString('hex')}`;
  const kubeconfig = pastKubeconfig(readFileSync(folder.kubeconfig, 'utf8'), path);
  let played: Promise<void> | undefined;
  let ran: Promise<void> | undefined;
  await client.lines(`${path}?from=${begin.revision}&to=${end.revision}`, (line) => {
    if ('watched' in JSON.parse(line)) played = play(client, { path, begin, speed });
    else ran = run(commandIn(words), kubeconfig).then((isOver) => (isOver ? client.delete(path) : undefined));
    // The stream goes on: a failure ends the command here.
    for (const work of [played, ran]) work?.catch((error: unknown) => process.emit('uncaughtException', error as Error));
    return undefined;
  });
  await Promise.all([played, ran]);
}

/** Runs the command, and returns true at its end. Prints the kubeconfig without a command. */
async function run([file, ...args]: readonly string[], kubeconfig: string): Promise<boolean> {
  if (file === undefined) process.stdout.write(kubeconfig);
  else process.exitCode = await runWithKubeconfig(file, args, kubeconfig);
  return file !== undefined;
}

/** Replays each event at its time, as the speed has it. */
async function play(client: LabClient, { path, begin, speed }: { path: string; begin: Moment; speed: number }): Promise<void> {
  const begunAt = nodeTimer.now();
  const labNow = () => begin.at + (nodeTimer.now() - begunAt) * speed;
  for (;;) {
    const position = await client.putJson<Position>(path, { to: speed === 0 ? null : Math.floor(labNow()) });
    if (position.next === null) {
      console.error(
        `klockwork: the replay is over at revision ${position.revision}, ${new Date(position.at).toISOString()}; Ctrl-C ends it`,
      );
      return;
    }
    if (speed > 0) await hostMs(Math.min(WAIT_MS_MAX, (position.next - labNow()) / speed));
  }
}

function hostMs(ms: number): Promise<void> {
  return new Promise((resolve) => nodeTimer.set(Math.max(0, Math.ceil(ms)), () => resolve()));
}
