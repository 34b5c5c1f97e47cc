import { allScenarios } from '@klockwork/simulation';
import { expect, test } from 'vitest';
import { readArguments } from './arguments.ts';

const read = (...args: string[]) => readArguments(args, allScenarios);
const named = (name: string) => allScenarios.filter((scenario) => scenario.name === name);

test('a scenario and a seed are one run', () => {
  const scenarios = named('node-crash');
  expect(read('--scenario', 'node-crash', '--seed', '7')).toEqual({ scenarios, from: 7, to: 7, verbose: false });
});

test('seeds are a range, and without a scenario all are played', () => {
  expect(read('--seeds', '3..5', '--verbose')).toEqual({ scenarios: allScenarios, from: 3, to: 5, verbose: true });
  expect(read()).toEqual({ scenarios: allScenarios, from: 1, to: 1, verbose: false });
});

test('help and list options exit before any run', () => {
  expect(read('--list')).toEqual({ list: true });
  expect(read('--help')).toEqual({ help: true });
});

test('an invalid argument prints one line with its remedy', () => {
  expect(read('--scenario', 'drain')).toEqual({
    mistake: `There is no scenario drain; choose one of ${allScenarios.map(({ name }) => name).join(', ')}.`,
  });
  expect(read('--seed', 'x')).toEqual({ mistake: '--seed takes a whole number, --seeds two of them: --seeds 1..100.' });
  expect(read('--sed', '1')).toEqual({ mistake: expect.stringMatching(/^Unknown option '--sed'/) });
});
