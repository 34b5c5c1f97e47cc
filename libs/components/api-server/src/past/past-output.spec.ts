import type { LogsAnswer } from '@klockwork/cluster-api';
import { ApiError } from '@klockwork/kernel';
import type { Pod } from '@klockwork/kubernetes-types';
import { expect, test } from 'vitest';
import type { PastMoment } from './past-moment.ts';
import { goneOutput, isPreviousNow, pagesOr, pagesUntil } from './past-output.ts';

const NOON = Date.parse('2026-01-01T12:00:00Z');

/** Pod whose container `app` has these ids. */
function podOf(id: string | undefined, previous?: string): Pod {
  const lastState = previous === undefined ? {} : { terminated: { containerID: previous, exitCode: 1 } };
  const waiting = { waiting: { reason: 'ContainerCreating' } };
  const status = {
    name: 'app',
    image: '',
    imageID: '',
    ready: false,
    restartCount: 0,
    lastState,
    state: waiting,
    ...(id && { containerID: id }),
  };
  return { metadata: { name: 'web', namespace: 'default' }, status: { containerStatuses: [status] } };
}

function momentWith(present: Pod | undefined): PastMoment {
  const registry = { find: () => present && { object: present } };
  return { revision: 812, at: NOON, present: registry, isKnown: async () => true } as never;
}

test.each<[string, Pod, boolean]>([
  ['runs still', podOf('a'), false],
  ['restarted since', podOf('b', 'a'), true],
])('the output of a container that %s is found', (_, present, isPrevious) => {
  expect(isPreviousNow(momentWith(present), podOf('a'), 'app', false)).toBe(isPrevious);
});

test('--previous in the past finds the same container id, or none', () => {
  const then = podOf('b', 'a');
  expect(isPreviousNow(momentWith(podOf('b', 'a')), then, 'app', true)).toBe(true);
  expect(() => isPreviousNow(momentWith(podOf('c', 'b')), then, 'app', true)).toThrow('its node keeps it no more');
});

test.each([undefined, podOf('d', 'c')])('an output that is gone is expired', (present) => {
  expect(() => isPreviousNow(momentWith(present), podOf('a'), 'app', false)).toThrow(
    'the output of container "app" in pod "web" is not in the log, and its node keeps it no more (revision 812, 2026-01-01T12:00:00.000Z)',
  );
});

test.each([
  [false, 'container "app" in pod "web" is waiting to start: ContainerCreating'],
  [true, 'previous terminated container "app" in pod "web" not found'],
])('a container before its start has no output, previous: %s', (previous, message) => {
  expect(() => isPreviousNow(momentWith(podOf(undefined)), podOf(undefined), 'app', previous)).toThrow(message);
});

test('an output that a rebooted node has lost is expired', async () => {
  const gone = goneOutput(momentWith(undefined), podOf('a'), 'app');
  const lost = { code: 400, reason: 'BadRequest', message: 'unable to retrieve container logs for containerd://a' } as const;
  const broken = { code: 500, reason: '', message: 'connection refused' } as const;
  expect(await pagesOr(gone, async () => ({ status: new ApiError(lost).status }))()).toEqual({
    status: expect.objectContaining({ code: 410, reason: 'Expired', message: gone.status.message }),
  });
  expect(await pagesOr(gone, async () => ({ status: new ApiError(broken).status }))()).toMatchObject({ status: broken });
});

/** Agent with one page for each list of lines: text, seconds after noon, and whether the line goes on. */
function agent(...pages: readonly (readonly [string, number, true?])[][]) {
  return async (cursor = '0'): Promise<LogsAnswer> => {
    const index = Number(cursor);
    const lines = (pages[index] ?? []).map(([text, seconds, partial]) => ({
      ...{ text, at: NOON + seconds * 1_000 },
      ...(partial && { partial }),
    }));
    return { lines, cursor: String(index + 1), ended: index + 1 >= pages.length } as LogsAnswer;
  };
}

async function textsOf(ask: (cursor?: string) => Promise<LogsAnswer>): Promise<string[]> {
  const texts: string[] = [];
  for (let answer = await ask(); ; answer = await ask(answer.cursor)) {
    if ('status' in answer) throw new Error('refused');
    texts.push(...answer.lines.map(({ text }) => text));
    if (answer.ended) return texts;
  }
}

test('an output of the past ends at the moment, also in the middle of a page', async () => {
  const ask = agent(
    [['a', -2]],
    [
      ['b', -1],
      ['c', 0],
      ['d', 1],
    ],
    [['e', 2]],
  );
  expect(await textsOf(pagesUntil(NOON, undefined, ask))).toEqual(['a', 'b', 'c']);
});

test('the last lines of the past are those before the moment, and parts of a line stay together', async () => {
  const ask = agent(
    [
      ['a', -3],
      ['b1', -2, true],
    ],
    [
      ['b2', -2],
      ['c', -1],
      ['d', 1],
    ],
  );
  expect(await textsOf(pagesUntil(NOON, 2, ask))).toEqual(['b1', 'b2', 'c']);
  expect(await textsOf(pagesUntil(NOON, 0, ask))).toEqual([]);
  expect(await textsOf(pagesUntil(NOON, 9, ask))).toEqual(['a', 'b1', 'b2', 'c']);
});
