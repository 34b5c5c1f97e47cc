/** Fields of a process log line. Never an object's data: Secrets do not reach logs. */
export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** A process's own log: a constant message with fields. Not to be mixed up with the event log. */
export interface Logger {
  debug(fields: LogFields, message: string): void;
  info(fields: LogFields, message: string): void;
  warn(fields: LogFields, message: string): void;
  error(fields: LogFields, message: string): void;
}

/** A Logger that says nothing. */
export const silentLogger: Logger = { debug() {}, info() {}, warn() {}, error() {} };
