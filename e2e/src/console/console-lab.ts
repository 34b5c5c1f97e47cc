import { Lab } from '@klockwork/lab-tool';
import { open, startBrowser, type WatchedPage } from './browser.ts';
import { signInLink } from './sign-in.ts';

/** Lab of three nodes, with its console in a browser. */
export interface ConsoleLab {
  readonly lab: Lab;
  readonly watched: WatchedPage;
  end(): Promise<void>;
}

/** Starts a lab and opens its console; returns when the map shows `node` as ready. */
export async function startConsoleLab(node: string): Promise<ConsoleLab> {
  const [lab, browser] = await Promise.all([Lab.up(['--profile', 'fast', '--nodes', '3']), startBrowser()]);
  const watched = await open(browser, await signInLink(lab));
  await watched.page.getByRole('button', { name: new RegExp(`^Node ${node}: Ready$`) }).waitFor();
  const end = async () => {
    await browser.close();
    await lab.down();
  };
  return { lab, watched, end };
}
