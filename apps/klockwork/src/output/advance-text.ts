import { parseDuration, parseTime } from '@klockwork/api-machinery';
import type { ClockAdvance, FiredTimer } from '@klockwork/resources';
import { labTimeText } from './clock-text.ts';
import { spanText } from './span.ts';

/** Maximum number of named timers. */
const NAMED_MAX = 4;

/**
 * Formats the progress of an advance: `10:25:33Z 50% of 10m 638 jumps/s passed crash-loop-back-off ×2, lease-renewal ×91`. `upkeep`: names
 * of upkeep timers, printed last.
 */
export function progressLine(advance: ClockAdvance, upkeep: ReadonlySet<string>): string {
  if (advance.phase === 'Pending') return `${boundText(advance.by)}: waiting for the clock to begin`;
  const { from, to, now } = instants(advance);
  const { blockedBy: blocked = [], leftBehind = [] } = advance;
  return [
    `${new Date(now).toISOString().slice(11, 19)}Z`,
    `${shareText(now - from, to - from)} of ${spanText(to - from)}`,
    `${Math.round(advance.jumpsPerSecond ?? 0)} jumps/s`,
    ...passedText(advance.fired ?? [], upkeep),
    ...(blocked.length === 0 ? [] : [`waits for ${blocked.join('; ')}`]),
    ...(leftBehind.length === 0
      ? []
      : [`goes on without ${leftBehind.join(', ')}, which ${leftBehind.length === 1 ? 'does' : 'do'} not answer`]),
  ].join('  ');
}

/** Formats the end of an advance as a sentence. */
export function endText(advance: ClockAdvance): string {
  const { from, now } = instants(advance);
  const passed = spanText(now - from);
  const jumps = advance.jumps ?? 0;
  const cost = `${jumps} jump${jumps === 1 ? '' : 's'}, ${spanText((advance.hostSeconds ?? 0) * 1_000)} of yours`;
  return `${outcomeText(advance, passed)}: it is ${labTimeText(now)} in the lab (${cost}).${leftBehindText(advance)}`;
}

/** Warns of an inexact advance, which left processes behind. */
function leftBehindText({ leftBehind = [] }: ClockAdvance): string {
  if (leftBehind.length === 0) return '';
  return `\n${leftBehind.join(', ')} did not answer for 2s of yours, and time went on without: see "npx klockwork status".`;
}

function outcomeText(advance: ClockAdvance, passed: string): string {
  const { phase, by } = advance;
  switch (phase) {
    case 'Reached':
      return `${passed} passed`;
    case 'Idle':
      return advance.jumps ? `${passed} passed until nothing was left to happen but upkeep` : 'Nothing is left to happen but upkeep';
    case 'Stepped':
      return `${passed} passed to the next timer that is work`;
    case 'ConditionMet':
      return `condition met after ${passed}`;
    case 'Stopped':
      return `Stopped after ${passed} of ${boundText(by)}`;
    default:
      return `Failed after ${passed} of ${boundText(by)}`;
  }
}

/** Shortens `10m0s` to `10m`. */
function boundText(by: string): string {
  const duration = parseDuration(by);
  return 'ms' in duration ? spanText(duration.ms) : by;
}

/** The end counts from the request. On a busy host the clock begins later. */
function instants(advance: ClockAdvance): { from: number; to: number; now: number } {
  const from = timeOf(advance.requestedAt);
  return { from, to: timeOf(advance.to), now: advance.now === undefined ? from : timeOf(advance.now) };
}

function timeOf(text: string | undefined): number {
  return (text === undefined ? undefined : parseTime(text)) ?? 0;
}

function shareText(done: number, all: number): string {
  return `${all === 0 ? 100 : Math.floor((done / all) * 100)}%`;
}

function passedText(timers: readonly FiredTimer[], upkeep: ReadonlySet<string>): string[] {
  const byCount = timers.toSorted(
    (one, other) =>
      Number(upkeep.has(one.name)) - Number(upkeep.has(other.name)) || other.count - one.count || (one.name < other.name ? -1 : 1),
  );
  if (byCount.length === 0) return [];
  const more = byCount.length - NAMED_MAX;
  const counts = byCount.slice(0, NAMED_MAX).map(({ name, count }) => `${name} ×${count}`);
  return [`passed ${counts.join(', ')}${more > 0 ? ` and ${more} more` : ''}`];
}
