import { type LabClient, Refusal } from './lab-client.ts';

const CONSOLE = '/klockwork/v1/console';
const NOT_FOUND = 404;

/** Returns the address of a lab's console; null without one. */
export async function consoleUrl(client: LabClient): Promise<string | null> {
  try {
    return (await client.getJson<{ url: string }>(CONSOLE)).url;
  } catch (error) {
    if (error instanceof Refusal && error.status === NOT_FOUND) return null;
    throw error;
  }
}

/** Returns an address that signs one browser in. Throws Refusal without a console. */
export async function newConsoleLink(client: LabClient): Promise<string> {
  return (await client.postJson<{ url: string }>(`${CONSOLE}/links`, {})).url;
}
