import { ageColumn, nameColumn } from '../generic/columns.ts';
import type { PrinterColumn } from '../kind.ts';
import type { LabImage } from './image.ts';

/** As many tags as fit a terminal beside the rest. */
const TAGS_MAX = 3;

/** Columns of `kubectl get images`. */
export const imageColumns: readonly PrinterColumn<LabImage>[] = [
  nameColumn,
  { name: 'Repository', type: 'string', description: 'The name to pull', cell: ({ spec }) => spec?.repository ?? '' },
  { name: 'Tags', type: 'string', description: 'Which tags there are', cell: ({ spec }) => tagsText(spec?.tags ?? []) },
  { name: 'Size', type: 'string', description: 'How much is to be pulled', cell: ({ spec }) => spec?.size ?? '' },
  ageColumn,
  {
    name: 'Programs',
    type: 'string',
    priority: 1,
    description: 'Executables that are described',
    cell: ({ spec }) => Object.keys(spec?.programs ?? {}).join(',') || '<none>',
  },
];

function tagsText(tags: readonly string[]): string {
  const shownTags = tags.slice(0, TAGS_MAX).join(',');
  return tags.length > TAGS_MAX ? `${shownTags} + ${tags.length - TAGS_MAX} more...` : shownTags;
}
