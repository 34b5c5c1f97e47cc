import { type Command, Option } from 'commander';
import { DRILLS_PROCESS, PLAY_PROCESS } from './drill/play/process-name.ts';
import { REPORT_FORMATS } from './drill/reports/report-formats.ts';
import { dataOption, rate, wholeNumber } from './program-options.ts';

const RUN_HELP = `
A file is a path with a slash or ending in .yaml; other words are names of built-in drills. No lab is needed. drills/NAME is a Drill object of
the lab: its status gets the result, without --repeat.

Exit codes: 0 passed, 1 failed, 2 bad file or option, 3 inconclusive (not steady before, a fault that touched nothing, a refused step).

Examples:
  klockwork drill run node-power-loss
  klockwork drill run node-power-loss --solution spread-replicas
  klockwork drill run ./my-drill.yaml --seed 8 -o json
  klockwork drill run node-power-loss -o junit > junit.xml
  klockwork drill run node-power-loss --repeat 100
  klockwork drill run drills/power-cut`;

const REPORT_HELP = `
The exit code is that of the drill.

Examples:
  klockwork drill run node-power-loss -o json > result.json
  klockwork drill report result.json -o html > result.html
  klockwork drill report result.json -o markdown >> "$GITHUB_STEP_SUMMARY"`;

const PLAY_HELP = `
The command returns when it is your turn. The play goes on in a process of its own: it ends when what was broken has held for 30 s of lab
time, when the time of the turn is over, or with "drill end". Lab time obeys "kubectl patch clock lab".

Exit codes: 0 it is your turn, 2 bad file or option, 3 the drill ended before your turn.

Examples:
  klockwork drill play bad-image
  klockwork drill play ./my-drill.yaml --rate 10`;

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
    .addOption(dataOption())
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
  drill
    .command(DRILLS_PROCESS, { hidden: true })
    .description('Run drills for an api-server.')
    .action(async () => (await import('./drill/service/serve-drills.ts')).serveDrills());
  addPlay(drill);
}

/** Adds the commands of a player: `play`, `status`, `hint`, `reset`, `end`. */
function addPlay(drill: Command): void {
  drill
    .command('play <name-or-file>')
    .description('Break a cluster, and let you repair it with kubectl while its time runs.')
    .option('--seed <n>', 'seed of all draws (default: that of the drill)', wholeNumber(0, Number.MAX_SAFE_INTEGER))
    .option('--rate <r>', 'lab seconds a second of the host', rate, 1)
    .addOption(playOption())
    .addHelpText('after', PLAY_HELP)
    .action(async (name: string, options) => (await import('./commands/drill-play.ts')).playNamedDrill(name, options));
  drill
    .command('status')
    .description('Show the time that is left, and what is still broken.')
    .addOption(playOption())
    .addHelpText('after', '\nExample:\n  klockwork drill status')
    .action(async (options) => (await import('./commands/drill-play.ts')).printPlay(options));
  drill
    .command('hint')
    .description('Take the next hint. It costs points.')
    .addOption(playOption())
    .addHelpText('after', '\nExample:\n  klockwork drill hint')
    .action(async (options) => (await import('./commands/drill-play.ts')).takeHint(options));
  drill
    .command('reset')
    .description('Begin the play again, in its broken state. Taken hints stay taken.')
    .addOption(playOption())
    .addHelpText('after', '\nExample:\n  klockwork drill reset')
    .action(async (options) => (await import('./commands/drill-play.ts')).resetPlay(options));
  drill
    .command('end')
    .description('End the play, and print verdict, points, causes, your changes and the solutions.')
    .addOption(outputOption(['text', 'json']))
    .addOption(playOption())
    .addHelpText('after', '\nThe exit code is that of the drill.\n\nExamples:\n  klockwork drill end\n  klockwork drill end -o json')
    .action(async (options) => (await import('./commands/drill-play.ts')).endNamedPlay(options));
  drill
    .command(`${PLAY_PROCESS} <folder>`, { hidden: true })
    .description('Work as the process of a play.')
    .action(async (folder: string) => (await import('./commands/drill-play.ts')).runPlayProcess(folder));
}

function playOption(): Option {
  return new Option('--play <dir>', 'folder of the play (default: .klockwork-play, or KLOCKWORK_PLAY)');
}

function outputOption(formats: readonly string[]): Option {
  return new Option('-o, --output <format>', 'format of the output').choices(formats).default('text');
}
