/** Returns the lab's time of day: `12:04:31`. */
export function clockText(at: number): string {
  return new Date(at).toISOString().slice(11, 19);
}

/** Returns date and time of day: `2026-01-01 12:04:31`. */
export function dateText(at: number): string {
  return new Date(at).toISOString().slice(0, 19).replace('T', ' ');
}
