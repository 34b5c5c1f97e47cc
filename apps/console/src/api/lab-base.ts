/** Prefix of the pages about a drilled cluster, and of its API. */
const DRILL = '/drill';
/** Paths that the lab answers for all pages. */
const LAB_PATHS = '/klockwork/v1/drills';

/** `/drill` on pages about the drilled cluster, '' on all others. Links between both load the page anew. */
export const LAB_BASE: string = globalThis.location?.pathname.startsWith(`${DRILL}/`) ? DRILL : '';

/** Returns the path of the API for this page's cluster. */
export function apiPath(path: string): string {
  return path.startsWith(LAB_PATHS) ? path : `${LAB_BASE}${path}`;
}
