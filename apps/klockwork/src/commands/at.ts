import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { LabClient } from '../client/lab-client.ts';
import { runWithKubeconfig } from '../client/run-with-kubeconfig.ts';
import { kubeconfigToMergeInto, rewriteKubeconfig } from '../kubeconfig/kubeconfig-file.ts';
import { mergeKubeconfig } from '../kubeconfig/merge-kubeconfig.ts';
import { pastKubeconfig } from '../kubeconfig/past-kubeconfig.ts';
import { labFolder } from '../launcher/lab-folder.ts';
import { printable } from '../output/printable.ts';
import { spanText } from '../output/span.ts';

/** Options of `klockwork at`. */
export interface AtOptions {
  readonly data?: string;
  readonly merge?: true;
  readonly context?: string;
}

/** Answer of `/klockwork/v1/moments`: times in ms of lab time. */
interface ShownMoment {
  readonly revision: number;
  readonly at: number;
  readonly now: number;
}

/** Runs a command with a kubeconfig of the past, or prints or merges that kubeconfig. */
export async function at(moment: string, words: readonly string[], { data, merge, context }: AtOptions): Promise<void> {
  const folder = labFolder(data);
  const client = await LabClient.connect(folder);
  const shownMoment = await client.getJson<ShownMoment>(`/klockwork/v1/moments?at=${encodeURIComponent(moment)}`);
  const kubeconfig = pastKubeconfig(readFileSync(folder.kubeconfig, 'utf8'), `/at/${shownMoment.revision}`);
  const [file, ...args] = commandIn(words);
  const name = context ?? `klockwork-at-${shownMoment.revision}`;
  console.error(momentLine(shownMoment));
  if (file !== undefined) process.exitCode = await runWithKubeconfig(file, oneLook(file, args), kubeconfig);
  else if (merge === true) mergePast(kubeconfig, name);
  else process.stdout.write(mergeKubeconfig('', kubeconfig, name));
}

/** Returns the command after `--`, which stays in the words if it follows a moment such as `-5m`. */
export function commandIn(words: readonly string[]): readonly string[] {
  return words[0] === '--' ? words.slice(1) : words;
}

/** Returns the arguments with which `kubectl wait` looks once: in the past, a condition that is not met is never met. */
export function oneLook(file: string, args: readonly string[]): readonly string[] {
  const waits = /^kubectl/.test(basename(file)) && args[0] === 'wait' && !args.some((arg) => arg.startsWith('--timeout'));
  return waits ? [...args, '--timeout=0'] : args;
}

/** Returns `klockwork: as it was at 2026-01-01T12:00:00.000Z, 5m ago (revision 512)`. */
export function momentLine({ revision, at: then, now }: ShownMoment): string {
  return printable(`klockwork: as it was at ${new Date(then).toISOString()}, ${spanText(now - then)} ago (revision ${revision})`);
}

function mergePast(kubeconfig: string, context: string): void {
  const file = kubeconfigToMergeInto(process.env);
  rewriteKubeconfig(file, (text) => mergeKubeconfig(text, kubeconfig, context));
  console.log(`Set kubectl context to "${context}" in ${file}`);
}
