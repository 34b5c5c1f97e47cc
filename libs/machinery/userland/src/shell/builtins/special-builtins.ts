/** POSIX special builtins: their errors end a shell, and assignments before them persist. */
export const SPECIAL_BUILTINS: ReadonlySet<string> = new Set(
  'break : continue . eval exec exit export readonly return set shift times trap unset'.split(' '),
);
