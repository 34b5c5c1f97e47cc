import { type Command, InvalidArgumentError, Option } from 'commander';
import { addImage, allowImages, images, imagesFrom } from './commands/images.ts';
import { IMAGES_FORMATS } from './output/images-text.ts';
import { dataOption, wholeNumber } from './program-options.ts';
import { refuseUnknownSubcommands } from './unknown-words.ts';

const HELP = `
A pod whose image the lab does not know shows ErrImagePull. A stand-in runs instead where an Image allows it: it listens on the ports of
its container, answers its probes, ends at TERM, and carries the tools of BusyBox. docs/guides/images.md shows how to describe more.

Examples:
  klockwork images allow ghcr.io/shop/web      every tag of one repository
  klockwork images allow 'ghcr.io/**'          all that match; '*' is every image (as "klockwork up --images any")
  klockwork images add shop:1.0 --port 8080 --line "shop is up"
  klockwork images from -f manifests/          describes what they need, with their ports and probes
  klockwork images from -f app.yaml --dry-run -o yaml > images.yaml`;

const ADD_HELP = `
Examples:
  klockwork images add shop:1.0 --port 8080 --line "shop is up"
  klockwork images add ghcr.io/shop/migrate:1.0 --exits 0`;

const FROM_HELP = `
Examples:
  klockwork images from -f manifests/ -R
  klockwork images from -f app.yaml --dry-run -o yaml > images.yaml`;

/** Adds `klockwork images`. */
export function addImages(klockwork: Command): void {
  const command = klockwork.command('images').description('Show what pods can pull, and let them pull more.').addHelpText('after', HELP);
  refuseUnknownSubcommands(command);
  formatted(command.command('list', { isDefault: true }).description('List the images that the lab knows.'))
    .addHelpText('after', '\nExamples:\n  klockwork images\n  klockwork images list -o yaml > images.yaml')
    .action(images);
  written(command.command('allow <pattern>').description('Let a repository, or all that match a pattern, run as stand-ins.'))
    .addHelpText('after', "\nExamples:\n  klockwork images allow ghcr.io/shop/web\n  klockwork images allow 'ghcr.io/**'")
    .action(allowImages);
  written(command.command('add <image>').description('Add an image: a stand-in, or a program of which options tell what it does.'))
    .option('--port <n>', 'a port that it listens on; may be repeated', ports)
    .option('--line <text>', 'a line that it writes when it starts; may be repeated', (text: string, all: string[] = []) => [...all, text])
    .option('--exits <code>', 'it ends after a second with this code', wholeNumber(0, 255))
    .addHelpText('after', ADD_HELP)
    .action(addImage);
  written(command.command('from').description('Describe every image of manifests that the lab does not know.'))
    .requiredOption('-f, --filename <path>', 'a file, a folder, or - ; may be repeated', (path: string, all: string[] = []) => [
      ...all,
      path,
    ])
    .option('-R, --recursive', 'read the folders in folders, too')
    .addHelpText('after', FROM_HELP)
    .action(imagesFrom);
}

function formatted(command: Command): Command {
  return command.addOption(dataOption()).addOption(new Option('-o, --output <format>', 'print the objects').choices(IMAGES_FORMATS));
}

function written(command: Command): Command {
  return formatted(command).option('--dry-run', 'write nothing: show what would be written');
}

/** Appends a port. */
function ports(text: string, all: readonly number[] = []): number[] {
  const port = wholeNumber(1, 65_535)(text);
  if (all.includes(port)) throw new InvalidArgumentError('It is there twice.');
  return [...all, port];
}
