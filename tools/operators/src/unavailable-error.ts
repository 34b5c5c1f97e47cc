/** Missing tool or module: the proof is skipped. */
export class UnavailableError extends Error {
  override readonly name = 'UnavailableError';
}
