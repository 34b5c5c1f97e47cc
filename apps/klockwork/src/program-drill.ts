import { type Command, Option } from 'commander';
import { REPORT_FORMATS } from './drill/reports/report-formats.ts';
import { wholeNumber } from './program-options.ts';

const RUN_HELP = `
A file is a path with a slash or ending in .yaml; other words are names of built-in drills. No lab is needed.

Exit codes: 0 passed, 1 failed, 2 bad file or option, 3 inconclusive (not steady before, a fault that touched nothing, a refused step).

Examples:
  klockwork drill run node-power-loss
  klockwork drill run node-power-loss --solution spread-replicas
  klockwork drill run ./my-drill.yaml --seed 8 -o json
  klockwork drill run node-power-loss -o junit > junit.xml
  klockwork drill run node-power-loss --repeat 100`;

const REPORT_HELP = `
The exit code is that of the drill.

Examples:
  klockwork drill run node-power-loss -o json > result.json
  klockwork drill report result.json -o html > result.html
  klockwork drill report result.json -o markdown >> "$GITHUB_STEP_SUMMARY"`;

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
    .addOption(outputOption(['text', 'json']))
    .addHelpText('after', '\nExamples:\n  klockwork drill list\n  klockwork drill list -o json')
    .action(async (options) => (await import('./commands/drill.ts')).listDrills(options));
  drill
    .command('run <name-or-file>')
    .description('Play a drill under virtual time, and print verdict, score, objectives, measures and causes.')
    .option('--seed <n>', 'seed of all draws (default: that of the drill)', wholeNumber(0, Number.MAX_SAFE_INTEGER))
    .option('--repeat <n>', 'play n seeds, and print the distribution and the worst one', wholeNumber(1, RUNS_MAX))
    .option('--solution <name>', 'play this solution or cheat of the drill in place of the player')
    .addOption(outputOption(REPORT_FORMATS))
    .addHelpText('after', RUN_HELP)
    .action(async (name: string, options) => (await import('./commands/drill.ts')).runNamedDrill(name, options));
  drill
    .command('report <file>')
    .description('Print a result, saved with "drill run -o json", in another format.')
    .addOption(outputOption(REPORT_FORMATS))
    .addHelpText('after', REPORT_HELP)
    .action(async (file: string, options) => (await import('./commands/drill.ts')).reportDrill(file, options));
  drill
    .command('schema')
    .description('Print the JSON Schema of results.')
    .addHelpText('after', '\nExamples:\n  klockwork drill schema > drill-result.schema.json')
    .action(async () => (await import('./commands/drill.ts')).printResultSchema());
}

function outputOption(formats: readonly string[]): Option {
  return new Option('-o, --output <format>', 'format of the output').choices(formats).default('text');
}
