import { allScenarios, type Scenario } from '@klockwork/simulation';
import { HELP, readArguments } from './arguments.ts';
import { playSeeds } from './play.ts';

const asked = readArguments(process.argv.slice(2), allScenarios);
if ('help' in asked) console.log(HELP);
else if ('list' in asked) for (const scenario of allScenarios) console.log(listed(scenario));
else if ('mistake' in asked) fail(asked.mistake);
else process.exit((await playSeeds(asked)) ? 0 : 1);

function listed({ name, description }: Scenario): string {
  return `${name.padEnd(16)} ${description}`;
}

function fail(mistake: string): never {
  console.error(mistake);
  process.exit(2);
}
