import { writeMessage } from '../../process/write-message.ts';
import type { Call } from '../call.ts';
import { formatTime } from '../date.ts';

/** Writes a line as klog prints those of Go's log package: `I1123 14:30:00.000000       1 log.go:195] GET /`. */
export function logLine(call: Call, text: string): Promise<void> {
  return writeMessage(call.stderr, `I${formatTime(call.now(), '%m%d %H:%M:%S.%N').slice(0, -3)}       1 log.go:195] ${text}\n`);
}
