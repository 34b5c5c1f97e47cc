/** `"Unhandled Error" err="write on closed stream 0"`, as klog writes it. Stream 0 is the input of the command. */
const LATE_INPUT = /^E\d{4} [\d:.]+ +\d+ v2\.go:\d+\] "Unhandled Error" err="write on closed stream 0"\n/gm;

/**
 * Returns what kubectl wrote without the line of its log that tells of input for a command that has ended: kubectl still copies its input
 * when the close frame of the server comes. Which of the two is first is chance, on a real cluster as well.
 * Models `copyStdin` of client-go's `tools/remotecommand/v2.go`.
 */
export function withoutLateInput(output: string): string {
  return output.replace(LATE_INPUT, '');
}
