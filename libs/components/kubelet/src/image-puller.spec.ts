import { ManualClock } from '@klockwork/kernel';
import { ImageError } from '@klockwork/pod-lifecycle';
import { expect, test } from 'vitest';
import { ImagePuller } from './image-puller.ts';
import { ScriptedRuntime } from './testing/scripted-runtime.ts';

/** Runtime whose pulls end at the test's command. */
class SlowRuntime extends ScriptedRuntime {
  readonly begun: string[] = [];
  readonly #ends = new Map<string, () => void>();

  override async pullImage(image: string) {
    this.begun.push(image);
    await new Promise<void>((resolve) => this.#ends.set(image, resolve));
    return super.pullImage(image);
  }

  async end(image: string): Promise<void> {
    this.#ends.get(image)?.();
    for (let turn = 0; turn < 8; turn += 1) await Promise.resolve();
  }
}

test.each([
  [1, ['a'], ['a', 'b'], ['a', 'b', 'c']],
  [2, ['a', 'b'], ['a', 'b', 'c'], ['a', 'b', 'c']],
])('%i pulls run at a time, in order of request, whatever their results', async (parallel, first, second, third) => {
  const clock = new ManualClock(0);
  const runtime = new SlowRuntime(clock, 'node-1');
  runtime.missing.add('a');
  const puller = new ImagePuller(runtime, clock, { parallel, listener: { imagesChanged() {} } });
  const [a, b] = [expect(puller.pull('a')).rejects.toThrow(ImageError), puller.pull('b'), puller.pull('c')];
  await runtime.end('');
  expect(runtime.begun).toEqual(first);
  clock.advanceTo(3_000);
  await runtime.end('a');
  await a;
  expect(runtime.begun).toEqual(second);
  await runtime.end('b');
  expect(await b).toEqual({ sizeBytes: 1_000, pullMs: 0, totalMs: 3_000 });
  expect(runtime.begun).toEqual(third);
});
