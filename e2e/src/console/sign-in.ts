import type { Lab } from '@klockwork/lab-tool';

/** Returns a link that signs a browser in, once. */
export async function signInLink(lab: Lab): Promise<string> {
  return (await lab.klockwork('console', '--print')).trim();
}
