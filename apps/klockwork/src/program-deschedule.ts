import { type Command, Option } from 'commander';
import { deschedule, STRATEGIES } from './commands/deschedule.ts';
import { dataOption, wholeNumber } from './program-options.ts';

const HELP = `
Examples:
  klockwork deschedule --dry-run
  klockwork deschedule --strategy LowNodeUtilization --threshold 10 --target 40`;

/** Adds `klockwork deschedule`. */
export function addDeschedule(klockwork: Command): void {
  klockwork
    .command('deschedule')
    .description('Evict pods, once, that had better be on other nodes: the scheduler places those that are made for them anew.')
    .addOption(dataOption())
    .addOption(new Option('--strategy <name>', 'how pods are chosen').choices(STRATEGIES).default('RemoveDuplicates'))
    .option('--threshold <percent>', 'LowNodeUtilization: a node that is used less has room', wholeNumber(0, 100), 20)
    .option('--target <percent>', 'LowNodeUtilization: a node that is used more has too much', wholeNumber(0, 100), 50)
    .option('--dry-run', 'only say what would be evicted')
    .addHelpText('after', HELP)
    .action(deschedule);
}
