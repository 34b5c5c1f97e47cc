/** Returns the time of this machine in ms, for the age of reports and of lost connections. */
export function hostNow(): number {
  return Date.now();
}
