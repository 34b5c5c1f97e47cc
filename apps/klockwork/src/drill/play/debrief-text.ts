import type { DrillEnding, PlayDebrief } from '@klockwork/drills';
import { spanText } from '../../output/span.ts';
import { resultText } from '../drill-text.ts';
import { section } from '../reports/report-words.ts';

const ENDINGS: Readonly<Record<DrillEnding, string>> = {
  ObjectivesHeld: 'the objectives hold again',
  TimeOver: 'the time is over',
  Asked: 'you ended it',
  Interrupted: 'its process was gone, and your changes were repeated',
};
const TIME_WIDTH = 10;

/** Returns a debrief for people: the points first. */
export function debriefText({ points, hints, ending, attempts, writes, problems, solutions, result }: PlayDebrief): string {
  const { faults, score, verdict } = result;
  const cost = hints.reduce((sum, hint) => sum + hint.cost, 0);
  return [
    `${verdict}: ${points} points: ${score} of the drill, less ${cost} for ${hints.length} hints; attempt ${attempts}`,
    ...(ending === undefined ? [] : [`The play ended because ${ENDINGS[ending]}.`]),
    '',
    resultText(result),
    ...section(
      'Faults',
      faults.map(({ name, type, message }) => `${name}: ${type}${message === '' ? '' : `: ${message}`}`),
    ),
    ...section(
      'Your changes',
      writes.map(({ elapsedMs, method, path }) => `${`+${spanText(elapsedMs)}`.padEnd(TIME_WIDTH)}  ${method} ${path}`),
    ),
    ...section('Problems', problems),
    ...solutions.flatMap(({ name, description, commands }) =>
      section(`Solution ${name}`, [
        ...(description === undefined ? [] : [`# ${description}`]),
        ...commands.flatMap((text) => text.split('\n')),
      ]),
    ),
  ].join('\n');
}
