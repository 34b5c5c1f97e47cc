import type { TraceRow } from './record-trace.ts';
import type { TraceScenario } from './trace-scenario.ts';

const HEAD = ['at', 'after', 'pod', 'READY', 'STATUS', 'RESTARTS', 'conditions', 'Events'];

/** Formats a story as a page section: objects, then observations. */
export function traceText(story: TraceScenario, rows: readonly TraceRow[]): string {
  const specs = story.objects.map(({ kind, metadata, ...rest }) => `${kind} ${metadata?.name}: \`${JSON.stringify(bodyOf(rest))}\``);
  const cells = rows.map((row, index) => cellsOf(row, rows[index - 1]?.at ?? 0));
  return `## ${story.title}\n\n${specs.join('\\\n')}\n\n${table([HEAD, ...cells])}\n`;
}

function bodyOf({ apiVersion: _, ...body }: { readonly apiVersion?: string }): object {
  const values = Object.values(body);
  return values.length === 1 ? (values[0] as object) : body;
}

function cellsOf({ at, subject, ready, status, restarts, conditions, events }: TraceRow, before: number): string[] {
  const isAct = ready === '' && status === '' && events.length === 0;
  const cells = [isAct ? `**${subject}**` : subject, ready, status, restarts, conditions.join('<br>'), events.map(escaped).join('<br>')];
  return [seconds(at), at === before ? '' : `+${seconds(at - before)}`, ...cells];
}

function seconds(ms: number): string {
  return `${ms / 1_000} s`;
}

function escaped(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ').replaceAll('<', '&lt;');
}

function table(rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const [head = [], ...body] = rows;
  return [line(head), line(head.map(() => '---')), ...body.map(line)].join('\n');
}
