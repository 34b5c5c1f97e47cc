import type { Definition } from '../definition.ts';
import { array, boolean, integer, listOf, number, objectOf, string, struct, structField } from './fields.ts';

const PREFIX = 'dev.klockwork.v1alpha1';

export const clockDefinitions: Readonly<Record<string, Definition>> = {
  [`${PREFIX}.Clock`]: objectOf({
    kind: 'Clock',
    description: 'Clock is the time of the lab. There is one, named lab: patch its spec, and time obeys.',
    spec: structField('How the time of the lab is to run, and how far it is to be wound.', `${PREFIX}.ClockSpec`),
    status: structField('What the time of the lab does. Read-only.', `${PREFIX}.ClockStatus`),
  }),
  [`${PREFIX}.ClockList`]: listOf('Clock', `${PREFIX}.Clock`),
  [`${PREFIX}.ClockSpec`]: struct('ClockSpec says how the time of the lab is to run.', {
    rate: number('Lab seconds in a second of the host: 1 is real time, 60 makes a minute of a second. More than 0, 1000 at most.'),
    paused: boolean('Time stands still. An advance winds it forward all the same, and afterwards it stands again.'),
    advance: string(
      'Winds time forward by this much, such as 10m or 1h30m, as fast as the cluster keeps up. 0s ends the advance under way. Write-only: it becomes status.advance, so the same patch sent twice is two advances.',
    ),
    until: structField(
      'What ends the advance before its bound. Without a bound that is one hour. Write-only, as advance is.',
      `${PREFIX}.ClockUntil`,
    ),
    maxRate: number('The most lab seconds in a second of the host that the advance may make. Write-only, as advance is.'),
  }),
  [`${PREFIX}.ClockUntil`]: struct(
    'ClockUntil says what an advance waits for.',
    {
      reach: string('Idle: no process has a timer for work. NextTimer: the next timer for work has fired. Condition: what `for` says.'),
      for: string(
        "What to wait for, as with kubectl wait --for: condition=Ready, jsonpath={.status.phase}=Running, delete, create. With Condition only, as are the object's fields.",
      ),
      group: string('The API group of the object: apps; empty for the core group.'),
      version: string('The served version of a custom kind: v1. Built-in kinds need none.'),
      resource: string('The plural name of its kind: pods.'),
      namespace: string('Its namespace; default when not given.'),
      name: string('Its name.'),
    },
    ['reach'],
  ),
  [`${PREFIX}.ClockStatus`]: struct('ClockStatus says what the time of the lab does.', {
    mode: string('Running, Paused or Advancing.'),
    rate: number('Lab seconds in a second of the host while time runs; kept while it is paused.'),
    time: string('The time of the lab when the status was written.'),
    hostTime: string('The time of the host when the status was written.'),
    advance: structField('The last advance that was asked for.', `${PREFIX}.ClockAdvance`),
  }),
  [`${PREFIX}.ClockAdvance`]: struct('ClockAdvance is an advance of the clock and what became of it.', {
    id: integer('Counts up. A new advance takes the place of the one before.'),
    phase: string(
      'Pending, Running, or how it ended: Reached (its bound), Idle, Stepped, ConditionMet, Stopped (by request, or by another command) or Failed.',
    ),
    by: string('How far at most.'),
    until: structField('What it waits for beside that.', `${PREFIX}.ClockUntil`),
    maxRate: number('How fast at most.'),
    requestedAt: string('The time of the lab when it was asked for; the bound counts from here.'),
    stopRequested: boolean('Someone asked for its end.'),
    from: string('The time of the lab when it began.'),
    to: string('Its bound.'),
    now: string('How far it has come.'),
    jumps: integer('How often time leapt from one timer to the next.'),
    jumpsPerSecond: number('The same in a second of the host.'),
    hostSeconds: number('How long it took so far, on the host.'),
    fired: array('Timers that fired, sorted by name.', structField('', `${PREFIX}.FiredTimer`)),
    blockedBy: array('What time waits for just now.', { type: 'string' }),
    leftBehind: array('Processes that did not answer, and without which time went on.', { type: 'string' }),
    message: string('What there is to say about its end.'),
  }),
  [`${PREFIX}.FiredTimer`]: struct(
    'FiredTimer is the count of the timers of one name that fired.',
    { name: string('The name of the timers.'), count: integer('How many of them fired.') },
    ['name', 'count'],
  ),
};
