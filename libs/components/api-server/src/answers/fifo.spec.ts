import { SeededRandom } from '@klockwork/kernel';
import { expect, test } from 'vitest';
import { Fifo } from './fifo.ts';

test.each([1, 2, 3, 4, 5])('a fifo equals an array after any pushes, shifts and clears (seed %i)', (seed) => {
  const random = new SeededRandom(seed);
  const fifo = new Fifo<number>();
  let model: number[] = [];
  for (let item = 0; item < 5_000; item++) {
    const step = random.integer(1_000);
    if (step === 0) {
      fifo.clear();
      model = [];
    } else if (step < 600) {
      fifo.push(item);
      model.push(item);
    } else expect(fifo.shift()).toBe(model.shift());
    expect([fifo.length, fifo.first]).toEqual([model.length, model[0]]);
  }
});
