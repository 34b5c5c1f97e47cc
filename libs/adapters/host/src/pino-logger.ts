import type { Logger } from '@klockwork/kernel';
import { pino } from 'pino';

/** How much a process says. */
export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

const STDERR = 2;

/**
 * A Logger that writes one JSON line per entry: `level`, `time` (the host's, ISO), `service`, `pid`, the fields, `msg`.
 * It writes synchronously to a file descriptor (standard error by default), so nothing is lost when the process ends
 * and no file request is pending when it is idle; no worker thread is started.
 */
export function pinoLogger(service: string, level: LogLevel, fileDescriptor: number = STDERR): Logger {
  const options = {
    level,
    base: { service, pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
  };
  const log = pino(options, pino.destination({ dest: fileDescriptor, sync: true }));
  return {
    debug: (fields, message) => log.debug(fields, message),
    info: (fields, message) => log.info(fields, message),
    warn: (fields, message) => log.warn(fields, message),
    error: (fields, message) => log.error(fields, message),
  };
}
