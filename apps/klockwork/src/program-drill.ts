import { type Command, Option } from 'commander';
import { wholeNumber } from './program-options.ts';

const RUN_HELP = `
A file is a path with a slash or ending in .yaml; other words are names of built-in drills. No lab is needed.

Exit codes: 0 passed, 1 failed, 2 bad file or option, 3 inconclusive (not steady before, a fault that touched nothing, a refused step).

Examples:
  klockwork drill run node-power-loss
  klockwork drill run node-power-loss --solution spread-replicas
  klockwork drill run ./my-drill.yaml --seed 8 -o json
  klockwork drill run node-power-loss --repeat 100`;

const RUNS_MAX = 100_000;

/** Adds `klockwork drill`. Its modules hold a whole cluster, and are loaded when a drill is asked for. */
export function addDrill(klockwork: Command): void {
  const drill = klockwork
    .command('drill')
    .description('Break a cluster of its own under load, and judge how it copes.')
    .addHelpText('after', '\nExamples:\n  klockwork drill list\n  klockwork drill run node-power-loss');
  drill
    .command('list')
    .description('List the built-in drills.')
    .addOption(outputOption())
    .addHelpText('after', '\nExamples:\n  klockwork drill list\n  klockwork drill list -o json')
    .action(async (options) => (await import('./commands/drill.ts')).listDrills(options));
  drill
    .command('run <name-or-file>')
    .description('Play a drill under virtual time, and print verdict, score, objectives, measures and causes.')
    .option('--seed <n>', 'seed of all draws (default: that of the drill)', wholeNumber(0, Number.MAX_SAFE_INTEGER))
    .option('--repeat <n>', 'play n seeds, and print the distribution and the worst one', wholeNumber(1, RUNS_MAX))
    .option('--solution <name>', 'play this solution or cheat of the drill in place of the player')
    .addOption(outputOption())
    .addHelpText('after', RUN_HELP)
    .action(async (name: string, options) => (await import('./commands/drill.ts')).runNamedDrill(name, options));
}

function outputOption(): Option {
  return new Option('-o, --output <format>', 'format of the output').choices(['text', 'json']).default('text');
}
