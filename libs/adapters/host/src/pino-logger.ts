import type { Logger } from '@klockwork/kernel';
import { pino } from 'pino';

/** Minimum level of logged lines. */
export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

const STDERR = 2;
/** Maximum size of lines waiting for room on a full disk, in bytes; further lines are dropped. */
const WAITING_BYTES_MAX = 1_048_576;

/**
 * A Logger that writes one JSON line per entry: `level`, `time` (the host's, ISO), `service`, `pid`, the fields, `msg`.
 * Writes synchronously to a file descriptor (standard error by default), so nothing is lost when the process ends
 * and no file request is pending when it is idle; no worker thread is started. On a full disk lines wait for room, and the process continues.
 */
export function pinoLogger(service: string, level: LogLevel, fileDescriptor: number = STDERR): Logger {
  const options = {
    level,
    base: { service, pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
  };
  const destination = pino.destination({ dest: fileDescriptor, sync: true, maxLength: WAITING_BYTES_MAX });
  // Keeps unwritten bytes for the next line. Without a listener the error would end the process.
  destination.on('error', () => {});
  const log = pino(options, destination);
  return {
    debug: (fields, message) => log.debug(fields, message),
    info: (fields, message) => log.info(fields, message),
    warn: (fields, message) => log.warn(fields, message),
    error: (fields, message) => log.error(fields, message),
  };
}
