import { useEffect, useState } from 'react';
import { type CommandOutput, outputOf } from '../../api/exec-output.ts';
import type { ExecTarget } from '../../model/exec-channels.ts';
import { TEXTS } from '../../texts.ts';

/** Command of a view, with its result. */
export interface CommandState {
  /** Undefined while the command runs. */
  readonly output: CommandOutput | undefined;
  /** Failure in the words of the server or the command; '' after a success. */
  readonly problem: string;
  readonly repeat: () => void;
}

/** Max bytes of a shown output. */
const BYTES_MAX = 1_048_576;

/** Runs a command in a container once, and again on demand. */
export function useCommand(target: ExecTarget): CommandState {
  const [output, setOutput] = useState<CommandOutput | undefined>();
  const [count, setCount] = useState(0);
  const key = JSON.stringify(target);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key names the whole target
  useEffect(() => {
    const stop = new AbortController();
    setOutput(undefined);
    void outputOf(target, { bytesMax: BYTES_MAX, words: TEXTS.terminal.ends, signal: stop.signal }).then((result) => {
      if (!stop.signal.aborted) setOutput(result);
    });
    return () => stop.abort();
  }, [key, count]);
  return { output, problem: output === undefined ? '' : problemOf(output), repeat: () => setCount(count + 1) };
}

function problemOf({ end, stderr }: CommandOutput): string {
  if (end.type === 'failed') return end.message;
  return end.code === 0 ? '' : stderr.trim() || `exit code ${end.code}`;
}
