/** Kinds of which a running cluster writes objects all the time: `group/resource`. */
const BUSY: ReadonlySet<string> = new Set(['/events', 'events.k8s.io/events', 'coordination.k8s.io/leases', 'klockwork.dev/clocks']);

/** Returns whether objects of a kind change all the time. Comparisons of two moments leave such kinds out. */
export function isBusyKind({ group, resource }: { readonly group: string; readonly resource: string }): boolean {
  return BUSY.has(`${group}/${resource}`);
}
