import { Argument, type Command } from 'commander';
import { kubeconfig } from './commands/kubeconfig.ts';
import { commandWords } from './completion/command-words.ts';
import { completionScript, SHELLS } from './completion/completion-script.ts';
import { contextName, dataOption } from './program-options.ts';

const KUBECONFIG_HELP = `
Without an option it prints the lab's kubeconfig. --merge writes into the first file of KUBECONFIG that exists, else into ~/.kube/config, and makes
the lab the current context; what is there of others stays.

Examples:
  klockwork kubeconfig --merge
  klockwork kubeconfig --merge --context lab-2 --data /tmp/lab-2
  klockwork kubeconfig --remove
  klockwork kubeconfig > lab.yaml`;

const COMPLETION_HELP = `
Examples:
  source <(klockwork completion bash)                                      in ~/.bashrc
  source <(klockwork completion zsh)                                       in ~/.zshrc, after compinit
  klockwork completion fish > ~/.config/fish/completions/klockwork.fish

With npx: alias klockwork='npx klockwork'`;

/** Adds what makes kubectl and the shell know the lab: `klockwork kubeconfig` and `klockwork completion`. */
export function addShell(klockwork: Command): void {
  klockwork
    .command('kubeconfig')
    .description('Print the kubeconfig of the lab, or merge it into that of kubectl.')
    .addOption(dataOption())
    .option('--merge', 'add the lab to the kubeconfig of kubectl, and make it the current context')
    .option('--remove', 'take the lab out of the kubeconfig of kubectl')
    .option('--context <name>', 'name of the context', contextName, 'klockwork')
    .addHelpText('after', KUBECONFIG_HELP)
    .action(kubeconfig);
  klockwork
    .command('completion')
    .description('Print a script that completes commands and options in a shell.')
    .addArgument(new Argument('<shell>').choices(SHELLS))
    .addHelpText('after', COMPLETION_HELP)
    .action((shell: (typeof SHELLS)[number]) => {
      process.stdout.write(completionScript(shell, commandWords(klockwork)));
    });
}
