/** Mistake that the user can fix. The message is one line and names the remedy; the exit code is 1. */
export class UserError extends Error {
  override readonly name = 'UserError';
}
