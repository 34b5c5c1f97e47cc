import type { ClockReport, MemberState, NextTimer } from '@klockwork/lockstep';
import { spanText } from './span.ts';
import { tableText } from './table.ts';

/** Less than this between lab time and the wall clock is no difference worth a word. */
const TOLERANCE_MS = 2_000;

/** Options of `clockText` beside the report. */
export interface ClockTextOptions {
  /** Wall clock in ms. */
  readonly hostNow: number;
  /** Shows timers of upkeep too. */
  readonly all?: boolean | undefined;
}

/** Formats `klockwork clock`: lab time, blockers, next timers. */
export function clockText(report: ClockReport, { hostNow, all = false }: ClockTextOptions): string {
  const waits = waitsFor(report);
  const { holds = [] } = report;
  return [
    `lab time    ${labTimeText(report.now)}${apartText(report.now - hostNow)}`,
    `mode        ${modeText(report)}`,
    ...(waits.length === 0 ? [] : [`waits for   ${waits.join('; ')}`]),
    ...(holds.length === 0 ? [] : [`held by     ${holds.map(holdText).join('; ')}`]),
    '',
    ...timerLines(report, all),
  ].join('\n');
}

/** `2026-01-02 10:20:33.123Z` */
export function labTimeText(at: number): string {
  return new Date(at).toISOString().replace('T', ' ');
}

function apartText(ms: number): string {
  if (Math.abs(ms) < TOLERANCE_MS) return '';
  return ` (${spanText(Math.abs(ms))} ${ms > 0 ? 'ahead of' : 'behind'} the wall clock)`;
}

function modeText({ mode, rate, advance }: ClockReport): string {
  if (mode === 'Paused') return `Paused (rate ${rate} when it goes on)`;
  if (advance === undefined) return `${mode} at rate ${rate}`;
  return `${mode} to ${labTimeText(advance.to)}: ${spanText(advance.now - advance.from)} of ${spanText(advance.to - advance.from)}`;
}

/** Returns blockers of the advance; without an advance, processes that do not follow. */
function waitsFor({ advance, members }: ClockReport): readonly string[] {
  return advance?.blockedBy ?? members.filter((member) => member.state !== 'following').map(absent);
}

function holdText({ name, expiresInMs }: NonNullable<ClockReport['holds']>[number]): string {
  return `${name} for at most ${spanText(expiresInMs)}`;
}

function absent({ name, state }: MemberState): string {
  return state === 'expected' ? `${name}, which is starting` : `${name}, which does not answer`;
}

/** Upkeep is counted only: endless upkeep timers would precede more interesting ones. */
function timerLines({ next, now }: ClockReport, all: boolean): string[] {
  if (next.length === 0) return ['No timer is set anywhere.'];
  const shownTimers = all ? next : next.filter((timer) => timer.upkeep !== true);
  const hidden = next.length - shownTimers.length;
  const hint = `${hidden} of upkeep: --all shows ${hidden === 1 ? 'it' : 'them'}`;
  if (shownTimers.length === 0) return [`Nothing is left to happen but upkeep.\n${hint}`];
  return [timerTable(shownTimers, now), ...(hidden === 0 ? [] : [`and ${hint}`])];
}

function timerTable(next: readonly NextTimer[], now: number): string {
  const rows = next.map(({ at, name, object, process }) => [
    at <= now ? 'now' : spanText(at - now),
    new Date(at).toISOString().slice(11, 23),
    name,
    object ?? '-',
    process,
  ]);
  return tableText([['IN', 'AT', 'TIMER', 'OBJECT', 'PROCESS'], ...rows]);
}
