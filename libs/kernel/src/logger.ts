/** Fields of a log line. Object data is forbidden: Secrets must not reach logs. */
export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** Process log: constant messages with fields. Unrelated to the event log. */
export interface Logger {
  debug(fields: LogFields, message: string): void;
  info(fields: LogFields, message: string): void;
  warn(fields: LogFields, message: string): void;
  error(fields: LogFields, message: string): void;
}

/** Logger that discards all lines. */
export const silentLogger: Logger = { debug() {}, info() {}, warn() {}, error() {} };
