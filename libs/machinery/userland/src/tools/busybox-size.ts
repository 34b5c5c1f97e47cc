const STEP = 1_024;
const UNITS = ['', 'K', 'M', 'G', 'T', 'P'];

/** Size text of BusyBox' `-h`, rounded to a tenth. Models `make_human_readable_str` of BusyBox' libbb. */
export function busyboxSize(bytes: number): string {
  if (bytes < STEP) return String(bytes);
  let [whole, tenths, unit] = [bytes, 0, 0];
  for (; whole >= STEP && unit < UNITS.length - 1; unit++) {
    tenths = Math.floor(((whole % STEP) * 10 + STEP / 2) / STEP);
    whole = Math.floor(whole / STEP);
  }
  return tenths < 10 ? `${whole}.${tenths}${UNITS[unit]}` : `${whole + 1}.0${UNITS[unit]}`;
}
