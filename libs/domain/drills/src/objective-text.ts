/** Objective in its short form: expression and window. */
export interface ParsedObjective {
  readonly expression: string;
  readonly window: 'Always' | 'Within' | 'AtEnd';
  readonly within?: string;
  readonly after?: string;
}

const FORM = /^([\s\S]*\S)\s+(?:(always)|(atEnd)|within\s+(\S+))(?:\s+after\s+([\w-]+))?$/;
/** Argument of a call without quotes: `available(deploy/web)`. */
const BARE_ARGUMENT = /(\b[A-Za-z]\w*\()\s*([a-z][a-z0-9.]*(?:\/[a-z0-9][a-z0-9.-]*){1,2})\s*(?=[,)])/g;

/**
 * Parses `available(deploy/web) >= 2 always` and `ready within 6m after power-cut`. `ready` alone is the steady state; objects in calls need no
 * quotes. Returns a problem for texts without a window.
 */
export function parseObjective(text: string): ParsedObjective | { readonly problem: string } {
  const [, condition, always, atEnd, within, after] = FORM.exec(text.trim()) ?? [];
  if (condition === undefined || (atEnd !== undefined && after !== undefined))
    return { problem: 'must end with a window: "always", "atEnd" or "within DURATION", and "after STEP" behind "always" and "within"' };
  const expression = withQuotes(condition);
  const start = after === undefined ? {} : { after };
  if (always !== undefined) return { expression, window: 'Always', ...start };
  return within === undefined ? { expression, window: 'AtEnd' } : { expression, window: 'Within', within, ...start };
}

/** Quotes objects in calls, and turns `ready` alone into `steady`. */
export function withQuotes(condition: string): string {
  if (condition === 'ready') return 'steady';
  return condition.replaceAll(BARE_ARGUMENT, (_, call: string, name: string) => `${call}'${name}'`);
}
