/** Log lines of kubectl (klog format) that depend on the order of two events, on real clusters too. */
const CHANCE_LINES: readonly RegExp[] = [
  // kubectl still copies input (stream 0) at the close frame of the server, or after its response to that frame. Models `copyStdin` of
  // client-go's tools/remotecommand/v2.go.
  /^E\d{4} [\d:.]+ +\d+ v2\.go:\d+\] "Unhandled Error" err="(?:write on closed stream 0|websocket: close sent)"\n/gm,
  // The server's first, empty message may arrive before kubectl 1.30 has made its streams. Models readDemuxLoop of websocket.go.
  /^E\d{4} [\d:.]+ +\d+ websocket\.go:\d+\] Unknown stream id 1, discarding message\n/gm,
];

/** Returns output of kubectl without log lines that appear by chance. */
export function withoutChanceLines(output: string): string {
  return CHANCE_LINES.reduce((text, line) => text.replace(line, ''), output);
}
