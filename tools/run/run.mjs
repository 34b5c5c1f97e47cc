// `node tools/run/run.mjs [--built] SCRIPT [ARGUMENT ...]`: runs a script of the repository on a machine that has npm and an old Node.js.
// Installs the packages that are missing, compiles what is old (`--built`), and starts SCRIPT on Node.js 24. Every npm script goes through it.
// Plain JavaScript without imports from npm: nothing is installed when it starts.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ROOT, setUp } from './set-up.mjs';

const [first, ...rest] = process.argv.slice(2);
const built = first === '--built';
const [script, ...args] = built ? rest : [first, ...rest];

const node = await setUp({ built });
// npm changes to the folder of package.json; relative paths among the arguments are those of the caller's folder.
const child = spawn(node, [join(ROOT, script), ...args], { stdio: 'inherit', cwd: process.env.INIT_CWD ?? process.cwd() });
// Ctrl-C at a terminal reaches the child without this process. Signals sent to this process alone are passed on.
for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
process.on('SIGINT', () => {});
child.once('exit', (code, signal) => process.exit(signal === null ? code : 1));
