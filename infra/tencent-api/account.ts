import type * as pulumi from '@pulumi/pulumi';
import { accountInUse, type ClientSettings } from './client';

/** How the account number (Uin) of every local cloud begins; no real account's does. */
const LOCAL_ACCOUNT = '1000000';

/** How the account that a resource was made in goes together with the one in use now. */
type AccountMatch = 'same' | 'another local cloud' | 'another account';

function matchAccounts(recorded: string | undefined, inUse: string): AccountMatch {
  // States from before the account was recorded have none.
  if (recorded === undefined || recorded === inUse) {
    return 'same';
  }
  return recorded.startsWith(LOCAL_ACCOUNT) && inUse.startsWith(LOCAL_ACCOUNT)
    ? 'another local cloud'
    : 'another account';
}

/** The same as the failures of a resource's check. */
export function accountFailures(
  recorded: string | undefined,
  inUse: string,
): pulumi.dynamic.CheckFailure[] {
  const reason = accountProblem(recorded, inUse);
  return reason === undefined ? [] : [{ property: 'account', reason }];
}

/**
 * What to tell a user who is about to lose sight of what was made in another account; nothing
 * when it is the same.
 */
function accountProblem(recorded: string | undefined, inUse: string): string | undefined {
  switch (matchAccounts(recorded, inUse)) {
    case 'same':
      return undefined;
    case 'another local cloud':
      return (
        'The state of this stack is of an earlier local cloud, and nothing of it is in the one that runs now. Nothing was changed.\n' +
        'To fix it: npm run refresh -- --stack <this stack>, or a bare pulumi refresh, then the same command again.'
      );
    case 'another account':
      return (
        `This stack was deployed in the account ${recorded ?? ''}, and the credentials in use belong to the account ${inUse}. Nothing was changed.\n` +
        `To fix it: use credentials of the account ${recorded ?? ''}.`
      );
  }
}

/**
 * Asks whether the credentials in use reach what was made in an account. They do not when it was
 * an earlier local cloud, which has ended and taken everything along.
 *
 * @throws Error when they belong to an account of somebody else's or in another cloud
 */
export async function isReachable(
  recorded: string | undefined,
  settings: ClientSettings,
): Promise<boolean> {
  const inUse = await accountInUse(settings);
  const match = matchAccounts(recorded, inUse);
  if (match === 'another account') {
    throw new Error(accountProblem(recorded, inUse));
  }
  return match === 'same';
}

/** Throws unless the credentials in use belong to the account that something was made in. */
export async function requireAccount(
  recorded: string | undefined,
  settings: ClientSettings,
): Promise<void> {
  const problem = accountProblem(recorded, await accountInUse(settings));
  if (problem !== undefined) {
    throw new Error(problem);
  }
}
