import type { LinePieces } from '@klockwork/http-api';
import { apiVersionOf, type WatchEvent } from '@klockwork/registry';
import { statusText } from '../answers/answers.ts';
import { objectText, type Rendering } from './projected-answer.ts';
import { RecentLines } from './recent-lines.ts';
import { isServedAsStored } from './served-kind.ts';

const recentLines = new RecentLines();

/** Returns a line of a watch. `first`: only a watch's first Table has columns. */
export function eventLine(rendering: Rendering, event: WatchEvent, first: boolean): string {
  if (!showsStoredText(rendering, event)) return line(event.type, objectText(rendering, event, first));
  if (event.committed === undefined) return line(event.type, event.json);
  return recentLines.line(event.committed, event.type, () => line(event.type, event.json));
}

/** Returns the line of an initial object, with the object's text as a piece of its own. */
export function initialPieces(rendering: Rendering, event: WatchEvent, first: boolean): LinePieces {
  return pieces(event.type, showsStoredText(rendering, event) ? event.json : objectText(rendering, event, first));
}

/** Returns true if the client reads the text of the log. */
function showsStoredText({ kind, negotiated }: Rendering, event: WatchEvent): boolean {
  return negotiated.projection === undefined && isServedAsStored(kind, event);
}

/** Returns a bookmark line. `initialEventsEnd`: marks the end of initial objects. */
export function bookmarkLine(
  rendering: Rendering,
  revision: number,
  { initialEventsEnd, first }: { initialEventsEnd: boolean; first: boolean },
): string {
  const metadata = {
    resourceVersion: String(revision),
    ...(initialEventsEnd && { annotations: { 'k8s.io/initial-events-end': 'true' } }),
  };
  const { kind, negotiated } = rendering;
  // Bookmarks are equal in all forms.
  const { form: _form, ...storedForm } = kind;
  const object = { kind: kind.kind, apiVersion: apiVersionOf(kind), metadata };
  if (negotiated.projection?.as !== 'Table')
    return line('BOOKMARK', objectText({ ...rendering, kind: storedForm }, { object, json: JSON.stringify(object) }, false));
  const form = { ...rendering, kind: withoutCells(storedForm) };
  return line('BOOKMARK', objectText(form, { object, json: JSON.stringify(object) }, first));
}

/** Returns the last line of a failed watch. */
export function errorLine(status: object): string {
  return line('ERROR', statusText(status));
}

function line(type: string, object: string): string {
  return pieces(type, object).join('');
}

function pieces(type: string, object: string): LinePieces {
  return [`{"type":"${type}","object":`, object, '}\n'];
}

/** A bookmark's cells are empty. */
function withoutCells(kind: Rendering['kind']): Rendering['kind'] {
  return { ...kind, columns: kind.columns.map((column) => ({ ...column, cell: () => '' })) };
}
