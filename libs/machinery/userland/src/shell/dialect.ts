/** Shell dialect, with its messages and extensions: Debian's `sh`, BusyBox, or bash. */
export type Dialect = 'dash' | 'ash' | 'bash';
