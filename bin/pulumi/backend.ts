import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parse } from 'yaml';
import { isLocalStack } from '../../infra/local-stack';
import { LOCAL_PASSPHRASE, type Environment } from '../cloud-variables';
import { STATE_FOLDER } from '../state-folder';
import { isPassphraseOf } from './passphrase';
import { readStackSettings } from './stack-settings';

/**
 * The backend and the passphrase, where the user has chosen none: a file backend in the project
 * with a passphrase of its own, so that no Pulumi account is needed. Whoever logs in to a backend,
 * names one in Pulumi.yaml or sets PULUMI_BACKEND_URL has chosen. A stack of the local cloud that
 * was first used without a passphrase of the user's goes on so, whatever the terminal has by now.
 *
 * @param makesStack whether there may be a new stack, which takes a passphrase where there is none
 */
export function chosenForTheUser(
  root: string,
  stack: string,
  environment: Environment,
  makesStack: boolean,
): Record<string, string> {
  const hasPassphrase =
    environment['PULUMI_CONFIG_PASSPHRASE'] !== undefined ||
    environment['PULUMI_CONFIG_PASSPHRASE_FILE'] !== undefined;
  const isLocal = isLocalStack(stack);
  const passphraseOfLocal: Record<string, string> =
    isLocal &&
    (!hasPassphrase ||
      isPassphraseOf(readStackSettings(root, stack).encryptionSalt, LOCAL_PASSPHRASE))
      ? { PULUMI_CONFIG_PASSPHRASE: LOCAL_PASSPHRASE }
      : {};
  if (hasChosenBackend(root, environment)) {
    return passphraseOfLocal;
  }
  const backend = ownBackend(root);
  mkdirSync(backend, { recursive: true });
  const chosen = { PULUMI_BACKEND_URL: pathToFileURL(backend).href };
  if (hasPassphrase || isLocal) {
    return { ...chosen, ...passphraseOfLocal };
  }
  const passphraseFile = path.join(root, STATE_FOLDER, 'passphrase');
  if (!existsSync(passphraseFile)) {
    if (!makesStack) return chosen;
    writeFileSync(passphraseFile, randomBytes(24).toString('base64url'), { mode: 0o600 });
    console.error(
      `Made ${STATE_FOLDER}/passphrase. It opens the secrets in the state beside it: keep both, and keep them out of git.`,
    );
  }
  return { ...chosen, PULUMI_CONFIG_PASSPHRASE_FILE: passphraseFile };
}

/**
 * Whether the state is to be somewhere else than in the project. What the local cloud prints for a
 * bare pulumi is not.
 */
export function hasChosenBackend(root: string, environment: Environment): boolean {
  if (environment['PULUMI_BACKEND_URL']) {
    return environment['PULUMI_BACKEND_URL'] !== pathToFileURL(ownBackend(root)).href;
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

function ownBackend(root: string): string {
  return path.join(root, STATE_FOLDER, 'backend');
}
