import { Command } from 'commander';
import { addBusCredentials } from './program-bus.ts';
import { addClock } from './program-clock.ts';
import { addConnect } from './program-connect.ts';
import { addConsole } from './program-console.ts';
import { addDeschedule } from './program-deschedule.ts';
import { addDrill } from './program-drill.ts';
import { addFork } from './program-fork.ts';
import { addImages } from './program-images.ts';
import { addIntegrity } from './program-integrity.ts';
import { addLog } from './program-log.ts';
import { addNodes } from './program-node.ts';
import { addPast } from './program-past.ts';
import { addServices } from './program-services.ts';
import { addShell } from './program-shell.ts';
import { addStatus } from './program-status.ts';
import { addTape } from './program-tape.ts';
import { addUp } from './program-up.ts';
import { addWhy } from './program-why.ts';
import { version } from './version.ts';

/** Builds the command line. Help texts contain purpose and example. */
export function program(): Command {
  const klockwork = new Command('klockwork')
    .description('A Kubernetes cluster on a tape: no container runs, kubectl cannot tell, and every change is kept in a log.')
    .version(version(), '-V, --version', 'print the version')
    .showHelpAfterError('(see "klockwork --help")')
    // Binds later options to the subcommand.
    .enablePositionalOptions()
    .addHelpText('after', '\nBegin with "klockwork up"; then "klockwork kubeconfig --merge", and use kubectl as with any cluster.');
  addUp(klockwork);
  addConsole(klockwork);
  addStatus(klockwork);
  addLog(klockwork);
  addIntegrity(klockwork);
  addWhy(klockwork);
  addFork(klockwork);
  addPast(klockwork);
  addTape(klockwork);
  addDrill(klockwork);
  addDeschedule(klockwork);
  addImages(klockwork);
  addConnect(klockwork);
  addServices(klockwork);
  addClock(klockwork);
  addNodes(klockwork);
  addShell(klockwork);
  addBusCredentials(klockwork);
  return klockwork;
}
