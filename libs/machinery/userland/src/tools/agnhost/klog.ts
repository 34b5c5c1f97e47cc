import { writeMessage } from '../../process/write-message.ts';
import type { Call } from '../call.ts';
import { formatTime } from '../date.ts';

/** Writes a line as klog prints those of Go's log package: `I1123 14:30:00.000000       1 log.go:195] GET /`. */
export function logLine(call: Call, text: string): Promise<void> {
  return writeMessage(call.stderr, klogLine(call, 'I', 'log.go:195', text));
}

/** Returns a line of klog. `level`: first letter of its severity. `place`: file and line of the caller. */
export function klogLine(call: Call, level: 'I' | 'E' | 'F', place: string, text: string): string {
  const pid = String(call.process.pid).padStart(7);
  return `${level}${formatTime(call.now(), '%m%d %H:%M:%S.%N').slice(0, -3)} ${pid} ${place}] ${text}\n`;
}
