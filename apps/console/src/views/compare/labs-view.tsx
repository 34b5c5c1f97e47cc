import type { LabList, OtherLab } from '@klockwork/console';
import { useEffect, useMemo, useState } from 'react';
import { dateText } from '../../model/clock-text.ts';
import type { ComparedMoment } from '../../model/compare.ts';
import { type Gap, type Outcome, outcomeOf } from '../../model/outcome.ts';
import { useLabTime } from '../../store/lab.ts';
import { commonPast, rootOf, useOtherNow } from '../../store/other-labs.ts';
import { useTimeline } from '../../store/timeline.ts';
import type { TimelineView } from '../../store/timeline-store.ts';
import { TEXTS } from '../../texts.ts';
import { LabObjects } from './lab-objects.tsx';
import { LabTimelines } from './lab-timelines.tsx';
import { OutcomeTable } from './outcome-table.tsx';
import type { ShownLab } from './shown-lab.ts';

interface LabsViewProps {
  readonly labs: LabList;
  readonly other: OtherLab;
}

/** This lab and another one, from their common past on: outcome, timelines, objects. */
export function LabsView({ labs, other }: LabsViewProps) {
  const [past, setPast] = useState<{ readonly since?: ComparedMoment } | undefined>();
  const [problem, setProblem] = useState('');
  // biome-ignore lint/correctness/useExhaustiveDependencies: other fields of the list do not change the common past
  useEffect(() => {
    const stop = new AbortController();
    setProblem('');
    commonPast(labs, other.id, stop.signal).then(
      (since) => setPast(since === undefined ? {} : { since }),
      (error: Error) => {
        if (!stop.signal.aborted) setProblem(error.message);
      },
    );
    return () => stop.abort();
  }, [other.id, other.isRunning, other.forkedAt, labs.own.forkedAt]);
  if (problem !== '') return <p role="alert">{problem}</p>;
  if (past === undefined) return <p>{TEXTS.labs.loading}</p>;
  return <ComparedLabs other={other} since={past.since} />;
}

interface ComparedLabsProps {
  readonly other: OtherLab;
  readonly since: ComparedMoment | undefined;
}

function ComparedLabs({ other, since }: ComparedLabsProps) {
  const here = useTimeline(useMemo(() => ({ ...(since && { since }) }), [since]));
  const there = useTimeline(useMemo(() => ({ root: rootOf(other.id), ...(since && { since }) }), [other.id, since]));
  const [ownNow, otherNow] = [useLabTime()?.present, useOtherNow(other.id)];
  const shift = since === undefined ? (here.view.from ?? 0) - (there.view.from ?? 0) : 0;
  const shown: readonly ShownLab[] = [
    { ...shownPart(here), name: TEXTS.labs.own, isOwn: true, now: ownNow ?? lastOf(here.view), shift: 0 },
    {
      ...{ ...shownPart(there), name: other.name, isOwn: false, now: otherNow ?? lastOf(there.view), shift },
      ...(other.console !== undefined && { console: other.console }),
    },
  ];
  return (
    <>
      <p className="common">
        {since === undefined ? TEXTS.labs.noCommon : TEXTS.labs.common(dateText(since.at), since.revision)}{' '}
        {other.console !== undefined && (
          <a href={other.console} target="_blank" rel="noreferrer" title={other.path}>
            {TEXTS.labs.console}
          </a>
        )}
      </p>
      {since !== undefined && <Outcomes labs={shown} since={since} />}
      <LabTimelines labs={shown} since={since?.at} />
      {since !== undefined && <LabObjects other={other} since={since} />}
    </>
  );
}

function shownPart({ store, view }: ReturnType<typeof useTimeline>): Pick<ShownLab, 'view' | 'loadOlder'> {
  return { view, loadOlder: () => void store.loadOlder() };
}

/** Both outcomes over the span that both labs have lived. */
function Outcomes({ labs, since }: { readonly labs: readonly ShownLab[]; readonly since: ComparedMoment }) {
  const to = Math.min(...labs.map(({ now }) => now));
  const isReady = labs.every(({ view }) => isKnown(view)) && to > since.at;
  // Seconds are enough: the clock's report changes several times a second.
  const second = Math.floor(to / 1_000);
  const versions = labs.map(({ view }) => view.version).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: timelines grow in place
  const outcomes = useMemo(
    () => (isReady ? labs.map(({ view }): Outcome => outcomeOf(view.timeline, { from: since.at, to }, gapOf(view))) : []),
    [isReady, second, versions, since.at],
  );
  const [own, other] = outcomes;
  if (own === undefined || other === undefined)
    return <p className="soft">{labs.some(({ view }) => view.isLoading) ? TEXTS.timeline.loading : TEXTS.labs.waits}</p>;
  return <OutcomeTable names={labs.map(({ name }) => name)} own={own} other={other} spanMs={to - since.at} />;
}

/** True once both ends of the span are read: the table does not wait for older windows. */
function isKnown({ isLoading, hasOlder, base }: TimelineView): boolean {
  return !isLoading && (!hasOlder || base !== undefined);
}

function gapOf({ hasOlder, base, from }: TimelineView): Gap | undefined {
  return hasOlder && base !== undefined && from !== undefined ? { base, to: from } : undefined;
}

function lastOf({ timeline, from }: TimelineView): number {
  return timeline.instants.at(-1) ?? from ?? 0;
}
