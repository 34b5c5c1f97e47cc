import type { KnownLab } from '@klockwork/console';
import { expect, test } from 'vitest';
import { commonCandidates, isSameMoment } from './known-labs.ts';

const lab = (forkedAt?: number): KnownLab => ({ name: '', path: '', ...(forkedAt !== undefined && { forkedAt }) });
const ends = (...revisions: number[]) => revisions.map((revision) => ({ revision, at: revision }));

test.each([
  ['a lab and its fork', [lab(), lab(70)], ends(100, 90), [90, 70]],
  ['two forks of one lab', [lab(50), lab(70)], ends(100, 90), [90, 70, 50]],
  ['a lab and a tape of it', [lab(), lab()], ends(100, 60), [60]],
  ['a lab and an opened tape with events of its own', [lab(), lab(60)], ends(100, 62), [62, 60]],
  ['a fork that wrote nothing yet', [lab(), lab(70)], ends(100, 70), [70]],
  ['a fork of a longer log than the other lab', [lab(90), lab()], ends(100, 60), [60]],
] as const)('%s may have these revisions in common', (_, labs, both, expected) => {
  expect(commonCandidates(labs, both)).toEqual(expected);
});

test('a revision of two futures has two instants', () => {
  expect(isSameMoment({ revision: 7, at: 1 }, { revision: 7, at: 1 })).toBe(true);
  expect(isSameMoment({ revision: 7, at: 1 }, { revision: 7, at: 2 })).toBe(false);
  expect(isSameMoment({ revision: 7, at: 1 }, undefined)).toBe(false);
});
