/** User mistake. One-line message with remedy; exit code 1. */
export class UserError extends Error {
  override readonly name = 'UserError';
}
