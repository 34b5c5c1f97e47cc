/**
 * Returns one line for people if this Node.js is older than `least` (such as `24` or `24.4.0`), otherwise undefined. Must run before
 * imports that an old Node.js cannot load.
 */
export function checkNodeVersion(least: string, running: string = process.versions.node): string | undefined {
  if (!isOlder(running, least)) return undefined;
  return `Klockwork needs Node.js ${least} or newer, and this is ${running}: install it from https://nodejs.org or with your version manager`;
}

function isOlder(version: string, least: string): boolean {
  const [have, need] = [numbers(version), numbers(least)];
  const index = need.findIndex((part, position) => part !== (have[position] ?? 0));
  return index >= 0 && (have[index] ?? 0) < (need[index] as number);
}

function numbers(version: string): number[] {
  return version
    .replace(/^v/, '')
    .split('.')
    .map((part) => Number.parseInt(part, 10));
}
