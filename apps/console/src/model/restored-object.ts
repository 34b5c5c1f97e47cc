import type { LabObject } from '../store/row.ts';

/** Returns an object with the content, labels and annotations of its former state. Status and other metadata stay: the server owns them. */
export function restoredObject(present: LabObject, former: LabObject): LabObject {
  const { metadata, status: _, ...content } = former;
  const { labels: __, annotations: ___, ...kept } = present.metadata;
  const { labels, annotations } = metadata;
  return {
    ...content,
    ...{ apiVersion: present.apiVersion, kind: present.kind },
    metadata: { ...kept, ...(labels !== undefined && { labels }), ...(annotations !== undefined && { annotations }) },
    ...(present.status !== undefined && { status: present.status }),
  };
}
