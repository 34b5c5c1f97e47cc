import { EXIT_CODES, type PlayDebrief } from '@klockwork/drills';
import { drillFile } from '../drill/drill-files.ts';
import { debriefText } from '../drill/play/debrief-text.ts';
import { endPlay, playProgress } from '../drill/play/play-control.ts';
import { PlayFolder, type PlayState, playFolder } from '../drill/play/play-folder.ts';
import { drillOf, playInFolder } from '../drill/play/play-process.ts';
import { progressText, taskText } from '../drill/play/play-text.ts';
import { repeatPlay } from '../drill/play/repeat-play.ts';
import { startPlay } from '../drill/play/start-play.ts';
import { printableJson, printableLines } from '../output/printable.ts';
import { UserError } from '../user-error.ts';
import { refuse } from './drill.ts';

/** Options of all commands of a play. */
export interface PlayOptions {
  readonly play?: string;
}

/** Options of `klockwork drill play`. */
export interface StartPlayOptions extends PlayOptions {
  readonly seed?: number;
  readonly rate: number;
}

/** Options of `klockwork drill end`. */
export interface EndPlayOptions extends PlayOptions {
  readonly output: 'text' | 'json';
}

/** Breaks a cluster, and gives it to the player. A drill that ended before its turn is debriefed. */
export async function playNamedDrill(name: string, { play, seed, rate }: StartPlayOptions): Promise<void> {
  const file = drillFile(name);
  if ('problem' in file) return refuse(file.problem);
  const drill = drillOf(file);
  if (!drill.spec.steps.some(({ player }) => player !== undefined)) return refuse(`${name} has no step \`player\`: run it instead`);
  const folder = playFolder(play);
  if ((await playProgress(folder.socket)) !== undefined)
    return refuse(`a drill is played in ${folder.path}: end it with "klockwork drill end", or choose another folder with --play`);
  await begin(folder, { ...file, seed: seed ?? drill.spec.lab.seed, rate, attempts: 1, hintsTaken: 0 });
}

/** Prints time and conditions of the play. */
export async function printPlay({ play }: PlayOptions): Promise<void> {
  const folder = playFolder(play);
  const state = folder.state();
  const progress = await playProgress(folder.socket);
  const debrief = folder.debrief();
  if (debrief !== undefined)
    console.log(`ended: ${debrief.result.verdict}, ${debrief.points} points; "klockwork drill end" prints the debrief`);
  else if (progress === undefined)
    console.log('stopped: its process is gone; "klockwork drill end" judges your changes, "klockwork drill reset" begins again');
  else console.log(printableLines(progressText(drillOf(state), state, progress)));
}

/** Prints the next hint, and takes its points. */
export function takeHint({ play }: PlayOptions): void {
  const folder = playFolder(play);
  const state = folder.state();
  const { hints } = drillOf(state).spec;
  const hint = hints[state.hintsTaken];
  if (folder.debrief() !== undefined) throw new UserError('the play has ended: "klockwork drill end" prints the solutions');
  if (hint === undefined) throw new UserError(hints.length === 0 ? 'the drill has no hints' : `all ${hints.length} hints are taken`);
  folder.writeState({ ...state, hintsTaken: state.hintsTaken + 1 });
  console.log(printableLines(`Hint ${state.hintsTaken + 1} of ${hints.length}, ${hint.cost} points: ${hint.text}`));
}

/** Begins the play again, in its broken state. Taken hints stay taken. */
export async function resetPlay({ play }: PlayOptions): Promise<void> {
  const folder = playFolder(play);
  const state = folder.state();
  await endPlay(folder.socket, 'stop');
  await begin(folder, { ...state, attempts: state.attempts + 1 });
}

/** Ends the play, prints its debrief, and sets the exit code of its verdict. */
export async function endNamedPlay({ play, output }: EndPlayOptions): Promise<void> {
  const folder = playFolder(play);
  folder.state();
  if (folder.debrief() === undefined) await endPlay(folder.socket, 'end');
  if (folder.debrief() === undefined) await repeatPlay(folder);
  printDebrief(folder.debrief() as PlayDebrief, output);
}

/** Works as the process of a play, and tells its starter when the turn begins. */
export async function runPlayProcess(path: string): Promise<void> {
  await playInFolder(new PlayFolder(path), () => process.send?.('turn'));
}

async function begin(folder: PlayFolder, state: PlayState): Promise<void> {
  folder.writeState(state);
  folder.clear();
  await startPlay(folder);
  const debrief = folder.debrief();
  if (debrief === undefined) console.log(printableLines(taskText(drillOf(state), state, folder)));
  else printDebrief(debrief, 'text');
}

function printDebrief(debrief: PlayDebrief, output: 'text' | 'json'): void {
  console.log(output === 'json' ? printableJson(JSON.stringify(debrief, null, 2)) : printableLines(debriefText(debrief)));
  process.exitCode = EXIT_CODES[debrief.result.verdict];
}
