import { readAll } from '../process/stream.ts';
import type { Machine, Main, Process } from '../process.ts';

/** The streams that a tool writes to. */
export type Stream = 'stdout' | 'stderr';

/** A process as simple tools see it: its input is all there, its output is taken at once. */
export interface ToolProcess {
  readonly process: Process;
  readonly machine: Machine;
  readonly environment: ReadonlyMap<string, string>;
  readonly input: string;
  write(stream: Stream, bytes: string): void;
}

/** A command that images bring along. Gives its exit code; rejects with StoppedError when it is killed. */
export type Tool = (process: ToolProcess, args: readonly string[]) => number | Promise<number>;

/** A tool that does not look at its input, as a program. */
export function command(tool: Tool): Main {
  return (process) => runTool(tool, process, '');
}

/** A tool that reads all of its input first, as a program. */
export function filter(tool: Tool): Main {
  return async (process) => runTool(tool, process, await readAll(process.stdin));
}

async function runTool(tool: Tool, process: Process, input: string): Promise<number> {
  const { machine, environment } = process;
  const waits: Promise<void>[] = [];
  const write = (stream: Stream, bytes: string) => {
    const wait = process[stream].write(bytes);
    if (wait === undefined) return;
    waits.push(wait);
    // Looked at below; nobody else may complain of it meanwhile.
    wait.catch(() => {});
  };
  const code = await tool({ process, machine, environment, input, write }, process.argv.slice(1));
  await Promise.all(waits);
  return code;
}
