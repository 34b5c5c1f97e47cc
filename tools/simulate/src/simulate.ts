import { allScenarios, type Scenario } from '@klockwork/simulation';
import { HELP, readArguments } from './arguments.ts';
import { playSeeds } from './play.ts';

const choice = readArguments(process.argv.slice(2), allScenarios);
if ('help' in choice) console.log(HELP);
else if ('list' in choice) for (const scenario of allScenarios) console.log(listed(scenario));
else if ('mistake' in choice) fail(choice.mistake);
else process.exit((await playSeeds(choice)) ? 0 : 1);

function listed({ name, description }: Scenario): string {
  return `${name.padEnd(16)} ${description}`;
}

function fail(mistake: string): never {
  console.error(mistake);
  process.exit(2);
}
