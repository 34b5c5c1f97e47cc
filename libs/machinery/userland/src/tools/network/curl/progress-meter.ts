const HEADING = `  % Total    % Received % Xferd  Average Speed   Time    Time     Time  Current
                                 Dload  Upload   Total   Spent    Left  Speed
`;
const START = row(0, 0, 0);

/** Progress table on stderr for downloads to a file or pipe: initial and final row. */
export function progressMeter(downloadedBytes: number, expectedBytes: number | undefined, totalMs: number): string {
  const total = expectedBytes ?? downloadedBytes;
  const share = total === 0 ? 0 : Math.floor((downloadedBytes * 100) / total);
  return `${HEADING}${START}${row(share, downloadedBytes, totalMs)}\n`;
}

function row(share: number, downloadedBytes: number, totalMs: number): string {
  const speed = totalMs === 0 ? 0 : Math.round((downloadedBytes * 1000) / totalMs);
  const size = amount(downloadedBytes);
  const counts = `${percent(share)} ${size}  ${percent(share)} ${size}    0     0`;
  return `\r${counts}  ${amount(speed)}      0 ${clock(totalMs)} ${clock(totalMs)} --:--:-- ${amount(speed)}`;
}

function clock(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  if (seconds === 0) return '--:--:--';
  const two = (value: number) => String(value).padStart(2, '0');
  return `${String(Math.floor(seconds / 3600)).padStart(2)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}

function percent(value: number): string {
  return String(value).padStart(3);
}

function amount(value: number): string {
  const text = value < 100_000 ? String(value) : value < 10_238_976 ? `${Math.floor(value / 1024)}k` : `${Math.floor(value / 1_048_576)}M`;
  return text.padStart(5);
}
