import { flagOf } from '../flags.ts';

/** Returns the value of a flag of Go's package `flag`: one dash or two, `-port=80` or `-port 80`; undefined if absent. */
export function goFlagOf(args: readonly string[], name: string): string | undefined {
  return flagOf(
    args.map((arg) => arg.replace(/^-(?=[a-z])/, '--')),
    name,
  );
}
