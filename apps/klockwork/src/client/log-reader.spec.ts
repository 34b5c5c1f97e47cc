import { expect, test } from 'vitest';
import { NoLabError } from './control-client.ts';
import { Unreachable } from './lab-client.ts';
import { type Connect, readLog } from './log-reader.ts';

const tooSlow = '{"kind":"Status","code":410,"message":"too slow"}';
const damaged = '{"kind":"Status","code":500,"message":"the event log is damaged at revision 3"}';
const event = (revision: number) => `{"revision":${revision}}`;

/** An api-server that answers with lines, one answer after the other; an error ends its answer. Afterwards no lab runs. */
function lab(...answers: readonly (readonly (string | Error)[])[]): { connect: Connect; paths: string[] } {
  const paths: string[] = [];
  const client = {
    async lines(path: string, onLine: (line: string) => boolean | undefined) {
      for (const line of answers[paths.push(path) - 1] ?? []) {
        if (line instanceof Error) throw line;
        if (onLine(line) === false) return;
      }
    },
  };
  const connect = async () => {
    if (paths.length === answers.length) throw new NoLabError('no lab runs');
    return client;
  };
  return { connect, paths };
}

async function read({ connect }: { connect: Connect }, query: string): Promise<{ lines: string[]; error?: string }> {
  const lines: string[] = [];
  try {
    await readLog(connect, new URLSearchParams(query), (line) => lines.push(line));
    return { lines };
  } catch (error) {
    return { lines, error: (error as Error).message };
  }
}

test('a follower that was too slow goes on after its last event', async () => {
  const slow = lab([event(4), event(7), tooSlow], [event(8)]);
  expect(await read(slow, 'since=10m&kind=pods&tail=2&follow=true')).toEqual({ lines: [event(4), event(7), event(8)] });
  expect(slow.paths).toEqual([
    '/klockwork/v1/log?since=10m&kind=pods&tail=2&follow=true',
    '/klockwork/v1/log?kind=pods&follow=true&from=8',
  ]);
});

test('a follower resumes after an api-server restart, and ends with the lab', async () => {
  const cutOff = new Unreachable('https://127.0.0.1:6443', 'cut off');
  const restarted = lab([event(4), cutOff], [event(5), cutOff]);
  expect(await read(restarted, 'follow=true')).toEqual({ lines: [event(4), event(5)], error: 'no lab runs' });
});

test('a reader that does not follow reports a truncated answer', async () => {
  const cutOff = new Unreachable('https://127.0.0.1:6443', 'cut off');
  expect(await read(lab([event(4), cutOff]), '')).toEqual({ lines: [event(4)], error: cutOff.message });
});

test('a reader is told of damage, and reads no further', async () => {
  expect(await read(lab([event(2), damaged]), 'follow=true')).toEqual({
    lines: [event(2)],
    error: 'the event log is damaged at revision 3',
  });
});
