/** Something the person at the keyboard can mend. The message is one line and says what to do; the exit code is 1. */
export class UserError extends Error {
  override readonly name = 'UserError';
}
