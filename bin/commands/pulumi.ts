import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parse } from 'yaml';
import { runTool } from '../run-tool';
import type { CommandContext } from '../context';

/** Our commands, and what each is to Pulumi. */
export const PULUMI_COMMANDS: Readonly<
  Record<string, { readonly description: string; readonly words: readonly string[] }>
> = {
  up: { description: 'deploy or update a stack', words: ['up'] },
  preview: { description: 'show what up would change', words: ['preview'] },
  refresh: { description: "compare a stack's state with what exists", words: ['refresh'] },
  destroy: { description: 'delete everything a stack has made', words: ['destroy'] },
  outputs: { description: "print a stack's outputs", words: ['stack', 'output'] },
};

/** The stack that is used when none is named. */
const DEFAULT_STACK = 'dev';
/** Where our own backend and passphrase are, below the project's root; git ignores it. */
const STATE_FOLDER = '.scf-chat';
/** Of the stack `local` only, whose state holds nothing worth hiding; Pulumi.local.yaml says so too. */
const LOCAL_PASSPHRASE = 'the-local-cloud-has-no-secrets';
const PULUMI = { package: 'pulumi', bin: 'run.js' };

/** Runs one of PULUMI_COMMANDS through npm's pulumi wrapper, with the user's arguments behind. */
export async function runPulumi(
  { root }: CommandContext,
  command: string,
  args: readonly string[],
): Promise<void> {
  const named = namedStack(args);
  const stack = named ?? DEFAULT_STACK;
  const environment = { ...process.env, ...chosenForTheUser(root, stack, process.env) };
  const words = PULUMI_COMMANDS[command]?.words ?? [command];
  const isHelp = args.includes('--help') || args.includes('-h');

  if (!isHelp && (command === 'up' || command === 'preview')) {
    const code = await runTool(root, PULUMI, ['stack', 'select', '--create', stack], environment);
    if (code !== 0) {
      process.exitCode = code;
      return;
    }
  }
  const stackArgs = named === undefined && !isHelp ? ['--stack', stack] : [];
  process.exitCode = await runTool(root, PULUMI, [...words, ...stackArgs, ...args], environment);
}

/** The stack that the arguments name: `--stack dev`, `--stack=dev`, `-s dev`. */
export function namedStack(args: readonly string[]): string | undefined {
  const at = args.findIndex((arg) => arg === '--stack' || arg === '-s');
  return at >= 0
    ? args[at + 1]
    : args.find((arg) => arg.startsWith('--stack='))?.slice('--stack='.length);
}

/**
 * The backend and the passphrase, where the user has chosen none: a file backend in the project
 * with a passphrase of its own, so that no Pulumi account is needed. Whoever logs in to a backend,
 * names one in Pulumi.yaml or sets PULUMI_BACKEND_URL has chosen.
 */
export function chosenForTheUser(
  root: string,
  stack: string,
  environment: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const hasPassphrase =
    environment['PULUMI_CONFIG_PASSPHRASE'] !== undefined ||
    environment['PULUMI_CONFIG_PASSPHRASE_FILE'] !== undefined;
  const passphraseOfLocal: Record<string, string> =
    stack === 'local' && !hasPassphrase ? { PULUMI_CONFIG_PASSPHRASE: LOCAL_PASSPHRASE } : {};
  if (hasChosenBackend(root, environment)) {
    return passphraseOfLocal;
  }
  const folder = path.join(root, STATE_FOLDER);
  const backend = path.join(folder, 'backend');
  mkdirSync(backend, { recursive: true });
  const chosen = { PULUMI_BACKEND_URL: pathToFileURL(backend).href };
  if (hasPassphrase || stack === 'local') {
    return { ...chosen, ...passphraseOfLocal };
  }
  const passphraseFile = path.join(folder, 'passphrase');
  if (!existsSync(passphraseFile)) {
    writeFileSync(passphraseFile, randomBytes(24).toString('base64url'), { mode: 0o600 });
    console.error(
      `Made ${STATE_FOLDER}/passphrase. It opens the secrets in the state beside it: keep both, and keep them out of git.`,
    );
  }
  return { ...chosen, PULUMI_CONFIG_PASSPHRASE_FILE: passphraseFile };
}

function hasChosenBackend(
  root: string,
  environment: Readonly<Record<string, string | undefined>>,
): boolean {
  if (environment['PULUMI_BACKEND_URL']) {
    return true;
  }
  const project = parse(readFileSync(path.join(root, 'Pulumi.yaml'), 'utf8')) as {
    backend?: unknown;
  };
  if (project.backend !== undefined) {
    return true;
  }
  const home = environment['PULUMI_HOME'] ?? path.join(homedir(), '.pulumi');
  try {
    const login = JSON.parse(readFileSync(path.join(home, 'credentials.json'), 'utf8')) as {
      current?: string;
    };
    return Boolean(login.current);
  } catch {
    // No login stored, or one that Pulumi cannot read either.
    return false;
  }
}
