import { parseArgs } from 'node:util';
import type { Scenario } from '@klockwork/simulation';

export const HELP = `npm run simulate -- [--scenario NAME] [--seed N | --seeds A..B] [--verbose]
npm run simulate -- --list

  --scenario NAME  the story to play; all of them when left out
  --seed N         the seed of every choice (1)
  --seeds A..B     one run for each seed from A to B
  --verbose        every event of the log and every line of the processes' logs
  --list           the scenarios

The same seed gives the same run: the same events, the same hash. Ends with 1 when a run failed.`;

/** Scenarios and seeds to run. */
export interface PlayOptions {
  readonly scenarios: readonly Scenario[];
  readonly from: number;
  readonly to: number;
  readonly verbose: boolean;
}

/** Parses the command line. An invalid argument prints one line with its remedy. */
export function readArguments(
  args: readonly string[],
  scenarios: readonly Scenario[],
): PlayOptions | { readonly help: true } | { readonly list: true } | { readonly mistake: string } {
  try {
    return readParsed(parse(args), scenarios);
  } catch (error) {
    return { mistake: error instanceof Error ? error.message : String(error) };
  }
}

function parse(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    options: {
      scenario: { type: 'string' },
      seed: { type: 'string' },
      seeds: { type: 'string' },
      verbose: { type: 'boolean', default: false },
      list: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  }).values;
}

function readParsed(values: ReturnType<typeof parse>, scenarios: readonly Scenario[]): ReturnType<typeof readArguments> {
  if (values.help) return { help: true };
  if (values.list) return { list: true };
  const chosenScenarios = values.scenario === undefined ? scenarios : scenarios.filter(({ name }) => name === values.scenario);
  if (chosenScenarios.length === 0)
    return { mistake: `There is no scenario ${values.scenario}; choose one of ${scenarios.map(({ name }) => name).join(', ')}.` };
  const range = readSeeds(values.seeds ?? values.seed ?? '1');
  if (range === undefined) return { mistake: '--seed takes a whole number, --seeds two of them: --seeds 1..100.' };
  return { scenarios: chosenScenarios, ...range, verbose: values.verbose };
}

function readSeeds(text: string): { from: number; to: number } | undefined {
  const [, from, to = from] = /^(\d+)(?:\.\.(\d+))?$/.exec(text) ?? [];
  return from === undefined ? undefined : { from: Number(from), to: Number(to) };
}
