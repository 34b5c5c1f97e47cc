import { TEXTS } from '../../texts.ts';
import { NodeUsage, PodUsage } from '../usage/usage-view.tsx';
import type { DetailsTab } from './selected-object.ts';

/** CPU and memory of a pod or a node. */
export const usageTab: DetailsTab = {
  id: 'usage',
  title: TEXTS.usage.title,
  appliesTo: ({ resource }) => resource === 'pods' || resource === 'nodes',
  Panel: ({ selection, row }) =>
    row && (selection.resource === 'pods' ? <PodUsage object={row.object} /> : <NodeUsage object={row.object} />),
};
