/** Channels of a session of `exec`, as in `v5.channel.k8s.io`. */
export const EXEC_CHANNELS = { stdin: 0, stdout: 1, stderr: 2, error: 3, resize: 4 } as const;
export const EXEC_PROTOCOL = 'v5.channel.k8s.io';

/** Container and command of a terminal. */
export interface ExecTarget {
  /** `namespace/name` of the pod. */
  readonly pod: string;
  readonly container: string;
  readonly command: readonly string[];
}

/** End of a session: an exit code, or why there is none. */
export type ExecEnd = { readonly type: 'exited'; readonly code: number } | { readonly type: 'failed'; readonly message: string };

/** Part of a `Status` of Kubernetes. */
interface Status {
  readonly status?: string;
  readonly message?: string;
  readonly details?: { readonly causes?: readonly { readonly reason?: string; readonly message?: string }[] };
}

/** Streams of a terminal. */
const TERMINAL = ['stdin', 'stdout', 'tty'] as const;

/** Returns the path of a session with these streams; by default with input and a terminal of its own. */
export function execPath({ pod, container, command }: ExecTarget, streams: readonly string[] = TERMINAL): string {
  const [namespace = '', name = ''] = pod.split('/');
  const query = new URLSearchParams([
    ...[['container', container] as [string, string], ...command.map((word): [string, string] => ['command', word])],
    ...streams.map((stream): [string, string] => [stream, 'true']),
  ]);
  return `/api/v1/namespaces/${namespace}/pods/${name}/exec?${query}`;
}

/** Returns the message that carries `bytes` on a channel. */
export function channelMessage(channel: number, bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const message = new Uint8Array(bytes.length + 1);
  message[0] = channel;
  message.set(bytes, 1);
  return message;
}

/** Returns the end that the text of the error channel tells. */
export function execEnd(text: string): ExecEnd {
  const { status, message, details } = JSON.parse(text) as Status;
  if (status === 'Success') return { type: 'exited', code: 0 };
  const code = details?.causes?.find(({ reason }) => reason === 'ExitCode')?.message;
  return code === undefined ? { type: 'failed', message: message ?? text } : { type: 'exited', code: Number(code) };
}

/** Splits a command at blanks; parts in quotes keep theirs. */
export function commandWords(text: string): readonly string[] {
  const words = text.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g);
  return [...words].map(([, double, single, plain]) => double ?? single ?? plain ?? '');
}
