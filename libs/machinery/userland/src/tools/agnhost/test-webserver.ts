import type { Files } from '@klockwork/files';
import { answerFromFolder, type ServerPages } from '../../network/http/serve-folder.ts';
import type { Command } from '../call.ts';
import { flagOf } from '../flags.ts';
import { reportFailure } from '../network/https-server.ts';
import { servePlainHttp } from './serve-http.ts';

const PORT = '80';

/** `agnhost test-webserver`: serves all files of the container. Models test/images/agnhost/test-webserver, a file server of Go. */
export const agnhostTestWebserver: Command = (call) => {
  const port = Number(flagOf(call.args, 'port') ?? PORT);
  const site = { files: call.files, folder: '', server: '', now: () => call.now(), pages: goPages(call.files) };
  return reportFailure(call, port, () => servePlainHttp(call.process, port, (request) => answerFromFolder(site, request)));
};

/** Pages of Go's `http.FileServer`. */
function goPages(files: Files): ServerPages {
  return {
    error: (status) => (status === 404 ? '404 page not found\n' : ''),
    listing: (place) =>
      `<!doctype html>\n<meta name="viewport" content="width=device-width">\n<pre>\n${files
        .list(place)
        .map((name) => link(files, place, name))
        .join('')}</pre>\n`,
  };
}

function link(files: Files, place: string, name: string): string {
  const shownName = files.linkStat(`${place}/${name}`).type === 'folder' ? `${name}/` : name;
  return `<a href="${encodeURI(shownName)}">${shownName}</a>\n`;
}
