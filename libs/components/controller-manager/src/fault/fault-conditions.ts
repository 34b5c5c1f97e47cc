import { type Fault, type FaultCondition, type FaultReport, missingTarget } from '@klockwork/resources';

/** Condition without its time. */
export type ConditionState = Omit<FaultCondition, 'lastTransitionTime'>;

/** Returns the condition Injected. `isLate`: no report came in time. */
export function injectedState(fault: Fault, isLate: boolean): ConditionState {
  const reports = reportsOf(fault);
  const injectedReports = reports.filter(([, { state }]) => state !== 'Refused');
  if (injectedReports.length > 0) return condition('Injected', 'True', 'Injected', evidenceText(injectedReports));
  const missing = missingTarget(fault);
  if (missing !== undefined) return condition('Injected', 'False', 'TargetNotFound', missing);
  if (reports.length > 0) return condition('Injected', 'False', 'Refused', evidenceText(reports));
  if (isLate && fault.spec?.type === 'ContainerCrash')
    return condition('Injected', 'False', 'TargetNotFound', 'no running container matches the target');
  if (isLate) return condition('Injected', 'False', 'NotInjected', `no process of this lab injects ${fault.spec?.type}`);
  return condition('Injected', 'False', 'Waiting', 'no process has reported yet');
}

/** Returns the condition Recovered. `waits`: a process has not ended its part yet. */
export function recoveredState(fault: Fault, waits: boolean): ConditionState {
  const open = openReporters(fault);
  if (waits) return condition('Recovered', 'False', 'Waiting', `waiting for ${open.join(', ')}`);
  if (open.length > 0)
    return condition('Recovered', 'True', 'ReportersLost', `no report from ${open.join(', ')}: effects end with their process`);
  return condition('Recovered', 'True', 'Recovered', evidenceText(reportsOf(fault)));
}

/** Returns true while a process still injects the fault. */
export function isPending(fault: Fault): boolean {
  return openReporters(fault).length > 0;
}

function openReporters(fault: Fault): string[] {
  return reportsOf(fault).flatMap(([reporter, { state }]) => (state === 'Injected' ? [reporter] : []));
}

function reportsOf({ status }: Fault): [string, FaultReport][] {
  return Object.entries(status?.reports ?? {}).sort(([one], [other]) => (one < other ? -1 : 1));
}

/** `launcher: 1 touched (nodes/node-2)` */
function evidenceText(reports: readonly [string, FaultReport][]): string {
  if (reports.length === 0) return 'nothing was touched';
  return reports.map(([reporter, report]) => `${reporter}: ${reportText(report)}`).join('; ');
}

function reportText({ touched = 0, names = [], message }: FaultReport): string {
  const nameList = names.length === 0 ? '' : ` (${names.join(', ')}${touched > names.length ? ', …' : ''})`;
  return `${touched} touched${nameList}${message === undefined ? '' : `, ${message}`}`;
}

function condition(type: 'Injected' | 'Recovered', status: 'True' | 'False', reason: string, message: string): ConditionState {
  return { type, status, reason, message };
}
