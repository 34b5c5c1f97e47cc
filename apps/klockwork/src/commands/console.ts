import { spawn } from 'node:child_process';
import { newConsoleLink } from '../client/console-link.ts';
import { LabClient } from '../client/lab-client.ts';
import { LabFolder, labFolder } from '../launcher/lab-folder.ts';
import { UserError } from '../user-error.ts';
import { placeBeside } from './fork.ts';

/** Programs that open an address in the user's browser, by operating system. */
const OPENERS: Readonly<Record<string, readonly string[]>> = {
  darwin: ['open'],
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
  linux: ['xdg-open'],
};

/** Options of `klockwork console`. */
export interface ConsoleOptions {
  readonly data?: string;
  readonly print?: boolean;
  /** Data folder of another lab. */
  readonly beside?: string;
}

/** Prints a login link of the console, and opens it in a browser unless it is only to be printed. Throws UserError. */
export async function consoleCommand({ data, print, beside }: ConsoleOptions): Promise<void> {
  const folder = labFolder(data);
  const client = await LabClient.connect(folder);
  if (beside !== undefined) placeBeside(otherLab(beside, folder), folder);
  const link = await newConsoleLink(client);
  console.log(link);
  if (print !== true && !(await opened(link))) console.error('klockwork: no browser was found: open the address above');
}

function otherLab(path: string, own: LabFolder): LabFolder {
  const other = new LabFolder(path);
  if (other.path === own.path) throw new UserError(`${path} is this lab itself: name another one`);
  other.requireEventLog();
  return other;
}

/** Returns false if no browser could be started. */
function opened(link: string): Promise<boolean> {
  const [program, ...args] = OPENERS[process.platform] ?? [];
  if (program === undefined) return Promise.resolve(false);
  return new Promise((resolve) => {
    spawn(program, [...args, link], { stdio: 'ignore' })
      .once('error', () => resolve(false))
      .once('exit', (code) => resolve(code === 0));
  });
}
