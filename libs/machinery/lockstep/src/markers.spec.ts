import { expect, test } from 'vitest';
import { Markers } from './markers.ts';

function watch() {
  const complete: number[] = [];
  return { complete, markers: new Markers((round) => complete.push(round)) };
}

test('a question is answered after the markers of all members arrived', () => {
  const { markers, complete } = watch();
  markers.ask(1, ['a', 'b']);
  markers.arrive(1, 'a');
  markers.arrive(1, 'a');
  expect(complete).toEqual([]);
  markers.arrive(1, 'b');
  markers.arrive(1, 'b');
  expect(complete).toEqual([1]);
});

test('markers may arrive before the question', () => {
  const { markers, complete } = watch();
  markers.arrive(4, 'a');
  markers.arrive(4, 'b');
  expect(complete).toEqual([]);
  markers.ask(4, ['a', 'b']);
  expect(complete).toEqual([4]);
});

test('a later question cancels the earlier one', () => {
  const { markers, complete } = watch();
  markers.ask(1, ['a', 'b']);
  markers.arrive(1, 'a');
  markers.ask(2, ['a']);
  markers.arrive(1, 'b');
  markers.arrive(2, 'a');
  expect(complete).toEqual([2]);
});

test('a new coordinator restarts the round numbers', () => {
  const { markers, complete } = watch();
  markers.ask(900, ['a']);
  markers.forget();
  markers.ask(1, ['a']);
  markers.arrive(1, 'a');
  expect(complete).toEqual([1]);
});
