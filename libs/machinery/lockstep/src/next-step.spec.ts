import { expect, test } from 'vitest';
import { type LabView, type NextStep, nextStep } from './next-step.ts';

/** Idle lab at 1000, next upkeep timer at 1300, next work timer at 1500, bound 2000. */
const LAB: LabView = {
  now: 1_000,
  hostNow: 50,
  atRest: true,
  sent: true,
  next: 1_300,
  work: 1_500,
  wave: 'good',
  command: { until: 2_000, stopAt: 'bound' },
  stopping: false,
  stepped: false,
  paced: { labAt: 1_000, hostAt: 50 },
};

const WAIT: NextStep = { type: 'wait' };
const WAVE: NextStep = { type: 'wave' };
const end = (outcome: string) => ({ type: 'end', outcome });
const jump = (at: number, firesWork = false) => ({ type: 'jump', at, firesWork });
const until = (stopAt: 'idle' | 'step') => ({ until: 2_000, stopAt });

test.each<[string, Partial<LabView>, unknown]>([
  ['somebody works: wait', { atRest: false, wave: 'none' }, WAIT],
  ['somebody works again while the question is out: wait', { atRest: false, wave: 'out' }, WAIT],
  ['all say that they are at rest: ask', { wave: 'none' }, WAVE],
  ['all say that they are at rest, and nobody has sent anything: there is nothing to ask', { wave: 'none', sent: false }, jump(1_300)],
  ['nobody has sent anything, but somebody works: wait', { wave: 'none', sent: false, atRest: false }, WAIT],
  ['nobody has sent anything, and the bound is reached', { wave: 'none', sent: false, now: 2_000 }, end('Reached')],
  ['answers are missing: wait', { wave: 'out' }, WAIT],
  ['nothing is under way: to the next timer', {}, jump(1_300)],
  ['the next timer is work', { next: 1_500 }, jump(1_500, true)],
  ['the next timer is beyond the bound', { next: 2_001, work: 2_001 }, jump(2_000)],
  ['the next timer is at the bound', { next: 2_000, work: 2_000 }, jump(2_000, true)],
  ['there is no timer at all', { next: null, work: null }, jump(2_000)],
  ['a timer that is overdue fires now, not in the past', { next: 900, work: 900 }, jump(1_000, true)],
  ['the bound is reached', { now: 2_000 }, end('Reached')],
  ['the bound was passed before it began', { now: 2_500 }, end('Reached')],
  ['the bound is reached, but somebody still works', { now: 2_000, atRest: false, wave: 'none' }, WAIT],
  ['somebody wants it to end', { stopping: true }, end('Stopped')],
  ['somebody wants it to end, but it was not asked yet', { stopping: true, wave: 'none' }, WAVE],
  ['what was waited for is so', { command: { until: 2_000, stopAt: 'bound', isMet: () => true } }, end('ConditionMet')],
  ['what was waited for is not so', { command: { until: 2_000, stopAt: 'bound', isMet: () => false } }, jump(1_300)],
  ['until idle, and there is work', { command: until('idle') }, jump(1_300)],
  ['until idle, and only upkeep is left', { command: until('idle'), work: null }, end('Idle')],
  ['a step that has passed upkeep only', { command: until('step') }, jump(1_300)],
  ['a step, and only upkeep is left', { command: until('step'), work: null }, end('Idle')],
  ['a step that has fired the last work', { command: until('step'), stepped: true, work: null }, end('Stepped')],
  ['a step that has fired work', { command: until('step'), stepped: true }, end('Stepped')],
  ['work has fired, but nobody asked for a step', { stepped: true }, jump(1_300)],
  ['a rate that leaves time', { command: { until: 2_000, stopAt: 'bound', maxRate: 10 } }, { type: 'pace', hostAt: 80 }],
  ['a rate that has left time', { hostNow: 80, command: { until: 2_000, stopAt: 'bound', maxRate: 10 } }, jump(1_300)],
])('%s', (_, change, decision) => {
  expect(nextStep({ ...LAB, ...change })).toEqual(decision);
});
