import { spawn } from 'node:child_process';
import { newConsoleLink } from '../client/console-link.ts';
import { LabClient } from '../client/lab-client.ts';
import { labFolder } from '../launcher/lab-folder.ts';

/** Programs that open an address in the user's browser, by operating system. */
const OPENERS: Readonly<Record<string, readonly string[]>> = {
  darwin: ['open'],
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
  linux: ['xdg-open'],
};

/** Prints a login link of the console, and opens it in a browser unless it is only to be printed. */
export async function consoleCommand({ data, print }: { readonly data?: string; readonly print?: boolean }): Promise<void> {
  const link = await newConsoleLink(await LabClient.connect(labFolder(data)));
  console.log(link);
  if (print !== true && !(await opened(link))) console.error('klockwork: no browser was found: open the address above');
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
