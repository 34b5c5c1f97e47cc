import type { Command } from '../call.ts';

/** `agnhost entrypoint-tester`: prints its own command line as Go prints a list. Models test/images/agnhost/entrypoint-tester. */
export const agnhostEntrypointTester: Command = (call) => call.print(`[${call.process.argv.join(' ')}]\n`);
