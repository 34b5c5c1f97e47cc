import { expect, test } from 'vitest';
import { NEW_TOUR, stepOf, type TourFacts, type TourState, tourAfter } from './tour.ts';

const calm: TourFacts = { view: 'map', isLoaded: true, runningPods: 3, cutNodes: [], readyNodes: new Set(['node-1', 'node-2']) };
const cut: TourFacts = { ...calm, cutNodes: ['node-2'], readyNodes: new Set(['node-1']) };
const play = (all: readonly (Partial<TourState> & { readonly facts: TourFacts })[]) => {
  let state = NEW_TOUR;
  return all.map(({ facts, ...change }) => {
    state = tourAfter({ ...state, ...change }, facts);
    return stepOf(state);
  });
};

test('each step waits for the state of the lab and of the page', () => {
  expect(
    play([
      { facts: { ...calm, runningPods: 0 } },
      { facts: calm },
      { facts: { ...cut, readyNodes: calm.readyNodes } },
      { facts: { ...cut, view: 'timeline', readyNodes: calm.readyNodes } },
      { facts: { ...cut, view: 'timeline' } },
      { facts: { ...cut, view: 'why', of: '812' } },
      { facts: { ...cut, view: 'timeline', at: 900 } },
      { facts: { ...calm, view: 'timeline', at: 700 } },
      { facts: { ...calm, at: 700 }, hasCopied: true },
      { facts: calm },
    ]),
  ).toEqual(['pods', 'break', 'see', 'see', 'why', 'back', 'back', 'fork', 'better', undefined]);
});

test('the broken node and the moment for the fork are remembered', () => {
  const broken = tourAfter({ step: 1, isOpen: true }, cut);
  expect(broken).toEqual({ step: 2, isOpen: true, node: 'node-2' });
  expect(tourAfter({ ...broken, step: 4 }, { ...calm, at: 700 })).toEqual({ step: 5, isOpen: true, node: 'node-2', revision: 700 });
});

test('a left tour, and a page without data, stand still', () => {
  const left = { ...NEW_TOUR, isOpen: false };
  expect(tourAfter(left, calm)).toBe(left);
  expect(tourAfter(NEW_TOUR, { ...calm, isLoaded: false })).toBe(NEW_TOUR);
});
