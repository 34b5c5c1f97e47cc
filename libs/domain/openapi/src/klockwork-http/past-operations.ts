import { type Method, type Operation, pathParameter, query } from './operation.ts';

const name = pathParameter('name', 'Name of the replay, a DNS label.');
const path = pathParameter('path', 'Path of the cluster, such as api/v1/pods, with its own parameters.');

/** Operations on the past and on drilled clusters, by path. */
export const pastOperations: Readonly<Record<string, Partial<Record<Method, Operation>>>> = {
  '/drill/{path}': {
    get: {
      id: 'readDrilledCluster',
      summary: 'Answers as the cluster of the present drill, which takes all methods. 503 while it may not be seen',
      parameters: [path],
      answer: 'PastAnswer',
    },
  },
  '/at/{revision}/{path}': {
    get: {
      id: 'readPast',
      summary: 'Answers a read as the cluster would have at a revision. Methods that write are refused',
      parameters: [pathParameter('revision', 'Revision of the log.', 'integer'), path],
      answer: 'PastAnswer',
    },
  },
  '/replay/{name}': {
    get: {
      id: 'openReplay',
      summary: 'Opens a replay, which ends with this stream: a line with its first position, and one at the first watch',
      parameters: [
        name,
        { ...query('from', 'Revision of the first position.', 'integer'), required: true },
        query('to', 'Last revision; default: the newest.', 'integer'),
      ],
      answer: 'ReplayLine',
      lines: true,
    },
    put: {
      id: 'stepReplay',
      summary: 'Replays at most 500 further events, up to a lab time',
      parameters: [name],
      body: 'ReplayStep',
      answer: 'ReplayPosition',
    },
    delete: { id: 'endReplay', summary: 'Ends a replay, and all streams of its clients', parameters: [name], answer: 'Nothing' },
  },
  '/replay/{name}/{path}': {
    get: {
      id: 'readReplay',
      summary: 'Answers a read as the cluster would have at the position of the replay; watches go on with its events',
      parameters: [name, path],
      answer: 'PastAnswer',
    },
  },
};
