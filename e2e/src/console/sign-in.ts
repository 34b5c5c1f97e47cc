import type { Lab } from '@klockwork/lab-tool';

/** Returns a link that signs a browser in, once. `options` are those of `klockwork console`. */
export async function signInLink(lab: Lab, ...options: readonly string[]): Promise<string> {
  return (await lab.klockwork('console', '--print', ...options)).trim();
}
