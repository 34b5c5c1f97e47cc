import { lazy } from 'react';
import { TEXTS } from '../../texts.ts';
import type { DetailsTab } from './selected-object.ts';

const InsideView = lazy(() => import('../inside-pod/inside-view.tsx').then(({ InsideView: View }) => ({ default: View })));

/** Processes, connections and files of a pod's containers. */
export const insideTab: DetailsTab = {
  id: 'inside',
  title: TEXTS.inside.title,
  appliesTo: ({ resource }) => resource === 'pods',
  Panel: ({ selection, row }) => row && <InsideView pod={selection.key} object={row.object} />,
};
