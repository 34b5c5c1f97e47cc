import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { AppendRefusedError, NO_SPACE } from './append-refused-error.ts';
import { GroupCommit, JournalFailedError } from './group-commit.ts';
import { microtaskActivity } from './testing/builders.ts';

type Answer = 'ok' | 'fails' | 'refuses';

/** Group commit of the numbers 0, 1, 2 … with manual answers, and its results. */
class Bench {
  readonly activity = microtaskActivity();
  /** Batches in commit order. */
  readonly asked: (readonly number[])[] = [];
  readonly settled: number[] = [];
  /** Result by item. */
  readonly outcomes: ('waits' | 'acknowledged' | 'refused')[] = [];
  alone = false;
  refusals = 0;
  onSettled = (_item: number) => {};
  readonly #answers: ((answer: Answer) => void)[] = [];
  readonly group = new GroupCommit<number>({
    activity: this.activity,
    commit: (batch) => {
      this.asked.push(batch);
      return new Promise((resolve, reject) => {
        this.#answers.push((answer) =>
          answer === 'ok' ? resolve() : reject(answer === 'fails' ? new Error('disk full') : new AppendRefusedError(NO_SPACE)),
        );
      });
    },
    settled: (item) => {
      this.settled.push(item);
      this.onSettled(item);
    },
    refused: () => {
      this.refusals += 1;
    },
    alone: () => this.alone,
  });

  /** Adds the next item. */
  add(): void {
    const item = this.outcomes.push('waits') - 1;
    const note = (outcome: 'acknowledged' | 'refused') => () => this.outcomes.splice(item, 1, outcome);
    this.group.add(item).then(note('acknowledged'), note('refused'));
  }

  /** Answers one commit and awaits its consequences. */
  async answer(commit: number, answer: Answer = 'ok'): Promise<void> {
    this.#answers[commit]?.(answer);
    await this.turns();
  }

  /** Runs enough turns to commit waiting items. */
  async turns(): Promise<void> {
    for (let turn = 0; turn < 3; turn++) await this.activity.turn();
  }
}

/** Commits each item in its own batch, as far as two may run at a time. */
async function benchWith(items: number): Promise<Bench> {
  const bench = new Bench();
  for (let item = 0; item < items; item++) {
    bench.add();
    await bench.turns();
  }
  return bench;
}

describe('a group commit', () => {
  test('a single item is committed after one turn', async () => {
    const bench = new Bench();
    const turn = vi.spyOn(bench.activity, 'turn');
    bench.add();
    expect(bench.asked).toEqual([]);
    for (let microtask = 0; microtask < 100; microtask++) await Promise.resolve();
    expect([bench.asked, turn.mock.calls.length]).toEqual([[[0]], 1]);
  });

  test('two commits run at a time; items that arrive meanwhile share the next', async () => {
    const bench = await benchWith(5);
    expect(bench.asked).toEqual([[0], [1]]);
    await bench.answer(0);
    expect(bench.asked).toEqual([[0], [1], [2, 3, 4]]);
  });

  test.each<{ answers: [number, Answer][]; outcomes: string; asked: number }>([
    { answers: [[0, 'ok']], outcomes: 'acknowledged waits waits', asked: 3 },
    { answers: [[1, 'ok']], outcomes: 'waits waits waits', asked: 2 },
    {
      answers: [
        [0, 'ok'],
        [1, 'ok'],
        [2, 'ok'],
      ],
      outcomes: 'acknowledged acknowledged acknowledged',
      asked: 3,
    },
    {
      answers: [
        [1, 'ok'],
        [0, 'ok'],
      ],
      outcomes: 'acknowledged acknowledged waits',
      asked: 3,
    },
    { answers: [[0, 'fails']], outcomes: 'refused refused refused', asked: 2 },
    {
      answers: [
        [0, 'fails'],
        [1, 'ok'],
      ],
      outcomes: 'refused refused refused',
      asked: 2,
    },
    {
      answers: [
        [1, 'ok'],
        [0, 'fails'],
      ],
      outcomes: 'refused refused refused',
      asked: 2,
    },
    { answers: [[1, 'fails']], outcomes: 'waits waits waits', asked: 2 },
    {
      answers: [
        [1, 'fails'],
        [0, 'ok'],
      ],
      outcomes: 'acknowledged refused refused',
      asked: 2,
    },
    {
      answers: [
        [0, 'ok'],
        [1, 'fails'],
      ],
      outcomes: 'acknowledged refused refused',
      asked: 3,
    },
    { answers: [[0, 'refuses']], outcomes: 'refused refused refused', asked: 2 },
    {
      answers: [
        [0, 'refuses'],
        [1, 'fails'],
      ],
      outcomes: 'refused refused refused',
      asked: 2,
    },
    {
      answers: [
        [0, 'ok'],
        [1, 'refuses'],
      ],
      outcomes: 'acknowledged refused refused',
      asked: 3,
    },
  ])('commits answered $answers have the results $outcomes', async ({ answers, outcomes, asked }) => {
    const bench = await benchWith(3);
    for (const [commit, answer] of answers) await bench.answer(commit, answer);
    expect([bench.outcomes.join(' '), bench.asked.length]).toEqual([outcomes, asked]);
    expect(bench.settled).toEqual(bench.settled.map((_, item) => item));
  });

  test('a failure during gathering rejects the gathered items, and no further commit starts', async () => {
    const bench = new Bench();
    bench.add();
    bench.group.fail(new Error('disk full'));
    bench.add();
    await bench.turns();
    expect([bench.outcomes, bench.asked, bench.activity.state().idle]).toEqual([['refused', 'refused'], [], true]);
    expect(bench.group.failure).toEqual(new JournalFailedError('the event log failed and takes no more writes: disk full'));
  });

  test('after a rejection, later items are committed despite the gap behind it', async () => {
    const bench = await benchWith(3);
    await bench.answer(0, 'refuses');
    bench.add();
    await bench.answer(1, 'fails');
    expect([bench.asked, bench.refusals, bench.group.failed.stopped]).toEqual([[[0], [1], [3]], 1, false]);
    await bench.answer(2);
    expect(bench.outcomes).toEqual(['refused', 'refused', 'refused', 'acknowledged']);
    expect(bench.activity.state().idle).toBe(true);
  });

  test('a stored append behind a rejected one fails the group commit: its writers were already rejected', async () => {
    const bench = await benchWith(2);
    await bench.answer(0, 'refuses');
    await bench.answer(1);
    expect(bench.group.failure?.message).toBe('the event log failed and takes no more writes: an append behind a refused one was stored');
  });

  test('an external failure rejects running commits, and later answers do not settle them', async () => {
    const bench = await benchWith(2);
    bench.group.fail(new Error('disk full'));
    await bench.answer(0);
    await bench.answer(1);
    expect([bench.outcomes, bench.settled, bench.activity.state().idle]).toEqual([['refused', 'refused'], [], true]);
  });

  test('listeners may add items while an item settles', async () => {
    const bench = await benchWith(1);
    bench.onSettled = (item) => item < 2 && bench.add();
    for (const commit of [0, 1, 2]) await bench.answer(commit);
    expect([bench.asked, bench.outcomes]).toEqual([
      [[0], [1], [2]],
      ['acknowledged', 'acknowledged', 'acknowledged'],
    ]);
  });

  test('an exclusive commit waits for all earlier ones, and no other runs beside it', async () => {
    const bench = await benchWith(2);
    bench.alone = true;
    bench.add();
    await bench.answer(0);
    expect(bench.asked.length).toBe(2);
    await bench.answer(1);
    bench.add();
    await bench.turns();
    expect(bench.asked).toEqual([[0], [1], [2]]);
    await bench.answer(2);
    expect(bench.asked).toEqual([[0], [1], [2], [3]]);
  });

  test('a group commit is drained after its last item settled, and holds activity until then', async () => {
    const bench = await benchWith(3);
    const seen: unknown[] = [];
    const drained = bench.group.drained().then(() => seen.push('drained'));
    for (const commit of [0, 1, 2]) {
      seen.push([bench.settled.length, bench.activity.state().idle]);
      await bench.answer(commit);
    }
    await drained;
    expect(seen).toEqual([[0, false], [1, false], [2, false], 'drained']);
    expect(bench.activity.state().idle).toBe(true);
  });
});

type Step = 'add' | 'turn' | 'fail' | { readonly commit: number; readonly answer: Answer };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom<Step>('add', 'turn') },
  { weight: 4, arbitrary: fc.record({ commit: fc.nat(8), answer: fc.constantFrom<Answer>('ok', 'ok', 'ok', 'ok', 'fails') }) },
  { weight: 1, arbitrary: fc.constant<Step>('fail') },
);

async function take(bench: Bench, one: Step): Promise<void> {
  if (one === 'add') bench.add();
  else if (one === 'turn') await bench.activity.turn();
  else if (one === 'fail') bench.group.fail(new Error('disk full'));
  else await bench.answer(one.commit, one.answer);
}

test('acknowledged items are a prefix of added items and equal the settled ones, for any order of answers', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const bench = new Bench();
      for (const one of steps) await take(bench, one);
      await bench.turns();
      for (let commit = 0; commit < bench.asked.length; commit++) await bench.answer(commit);
      expect(bench.outcomes).not.toContain('waits');
      const acknowledged = bench.outcomes.flatMap((outcome, item) => (outcome === 'acknowledged' ? [item] : []));
      expect(acknowledged).toEqual(acknowledged.map((_, index) => index));
      expect(bench.settled).toEqual(acknowledged);
      expect(bench.asked.flat()).toEqual(bench.asked.flat().map((_, index) => index));
      expect(bench.group.failed.stopped || acknowledged.length === bench.outcomes.length).toBe(true);
    }),
  );
});
