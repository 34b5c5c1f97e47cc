/** A command line of a pod as people write it, and how its container stands after a minute. */
export interface PopularCommand {
  readonly image: string;
  /** `command:` of the container; its image's entry point without it. */
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** `running`, or the exit code. */
  readonly status: 'running' | number;
  /** Text that the log contains. */
  readonly log?: string;
}

/** How a row ends: its status, and optionally a text of its log and its environment. */
type Ending = readonly [status: PopularCommand['status'], log?: string, env?: Readonly<Record<string, string>>];

function rowOf(image: string, [status, log, env]: Ending): PopularCommand {
  return { image, status, ...(log !== undefined && { log }), ...(env !== undefined && { env }) };
}

/** A row whose `command:` is `line`, split at blanks outside quotes. */
export function command(image: string, line: string, ...ending: Ending): PopularCommand {
  return { ...rowOf(image, ending), command: wordsOf(line) };
}

/** A row whose `command:` is `sh -c SCRIPT`. */
export function script(image: string, text: string, ...ending: Ending): PopularCommand {
  return { ...rowOf(image, ending), command: ['/bin/sh', '-c', text] };
}

/** A row whose `command:` is `bash -c SCRIPT`. */
export function bashScript(image: string, text: string, ...ending: Ending): PopularCommand {
  return { ...rowOf(image, ending), command: ['bash', '-c', text] };
}

/** A row whose `args:` are `line`, split at blanks outside quotes; none when it is empty. */
export function args(image: string, line: string, ...ending: Ending): PopularCommand {
  return { ...rowOf(image, ending), ...(line !== '' && { args: wordsOf(line) }) };
}

/** Words of a line: blanks separate, single and double quotes hold together. */
function wordsOf(line: string): string[] {
  return [...line.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(([, single, double, bare]) => single ?? double ?? (bare as string));
}
