import { parseDuration } from '@klockwork/api-machinery';
import type { LabTime } from '@klockwork/kernel';

const DAY_MS = 86_400_000;
const TIME_OF_DAY = /^\d\d:\d\d(:\d\d(\.\d{1,3})?)?$/;

/**
 * Parses an instant of lab time relative to `now`: `10m` ago, `2026-01-01T12:00:00Z`, or the printed form `12:00:00.000`, which means the
 * last such time. Undefined for invalid text.
 */
export function readInstant(text: string, now: LabTime): LabTime | undefined {
  if (TIME_OF_DAY.test(text)) return lastTimeOfDay(text, now);
  if (/^\d{4}-\d\d-\d\d/.test(text)) return Number.isNaN(Date.parse(text)) ? undefined : Date.parse(text);
  const duration = parseDuration(text);
  return 'problem' in duration || duration.ms < 0 ? undefined : now - duration.ms;
}

function lastTimeOfDay(text: string, now: LabTime): LabTime | undefined {
  const day = new Date(now).toISOString().slice(0, 10);
  const at = Date.parse(`${day}T${text}Z`);
  if (Number.isNaN(at)) return undefined;
  return at <= now ? at : at - DAY_MS;
}
