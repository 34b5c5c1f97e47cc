/** Common command line of a pod, with its expected container state after a minute. */
export interface PopularCommand {
  readonly image: string;
  /** Container `command`; default: the image's entrypoint. */
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** `running`, or the exit code. */
  readonly status: 'running' | number;
  /** Text that the log contains. */
  readonly log?: string;
}

/** Expected status of a row, optionally with log excerpt and environment. */
type Ending = readonly [status: PopularCommand['status'], log?: string, env?: Readonly<Record<string, string>>];

function rowOf(image: string, [status, log, env]: Ending): PopularCommand {
  return { image, status, ...(log !== undefined && { log }), ...(env !== undefined && { env }) };
}

/** A row whose `command:` is `line`, split at blanks outside quotes. */
export function command(image: string, line: string, ...ending: Ending): PopularCommand {
  return { ...rowOf(image, ending), command: wordsOf(line) };
}

/** Row with `command: sh -c SCRIPT`. */
export function script(image: string, text: string, ...ending: Ending): PopularCommand {
  return { ...rowOf(image, ending), command: ['/bin/sh', '-c', text] };
}

/** Row with `command: bash -c SCRIPT`. */
export function bashScript(image: string, text: string, ...ending: Ending): PopularCommand {
  return { ...rowOf(image, ending), command: ['bash', '-c', text] };
}

/** Row with `args`: `line` split at blanks outside quotes; an empty line has no arguments. */
export function args(image: string, line: string, ...ending: Ending): PopularCommand {
  return { ...rowOf(image, ending), ...(line !== '' && { args: wordsOf(line) }) };
}

/** Words of a line: blanks separate, single and double quotes hold together. */
function wordsOf(line: string): string[] {
  return [...line.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(([, single, double, bare]) => single ?? double ?? (bare as string));
}
