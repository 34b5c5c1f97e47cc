import type { Drill, TurnProgress } from '@klockwork/drills';
import { spanText } from '../../output/span.ts';
import type { PlayFolder, PlayState } from './play-folder.ts';

/** Returns the task of a play, with the commands that a player needs. */
export function taskText({ spec }: Drill, { hintsTaken }: PlayState, { kubeconfig }: Pick<PlayFolder, 'kubeconfig'>): string {
  const player = spec.steps.find((step) => step.player !== undefined)?.player;
  return [
    spec.title,
    ...(spec.description === '' ? [] : [spec.description]),
    `Task: ${player?.task ?? 'Repair the cluster.'}${player?.within === undefined ? '' : ` You have ${player.within} of lab time.`}`,
    '',
    `export KUBECONFIG=${kubeconfig}`,
    `klockwork drill status    see what is still broken`,
    `klockwork drill hint      take a hint (${spec.hints.length - hintsTaken} left)`,
    `klockwork drill reset     begin again`,
    `klockwork drill end       end, and see the debrief`,
  ].join('\n');
}

/** Returns the progress of a play: time, conditions, hints. */
export function progressText(
  { spec }: Drill,
  { hintsTaken, attempts }: PlayState,
  { elapsedMs, leftMs, conditions }: TurnProgress,
): string {
  const left = leftMs === undefined ? '' : `, ${spanText(Math.max(leftMs, 0))} left`;
  return [
    `${spec.title}: ${spanText(elapsedMs)} of lab time${left}; attempt ${attempts}, ${hintsTaken} of ${spec.hints.length} hints taken`,
    ...conditions.map(({ name, met }) => `${met ? 'holds ' : 'broken'}  ${name}`),
  ].join('\n');
}
