/** Whose texts and extensions a shell has: Debian's `sh`, BusyBox's, or bash. */
export type Dialect = 'dash' | 'ash' | 'bash';
