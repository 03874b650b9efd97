import { isLocalStack } from './local-stack';
import { NO_CREDENTIALS } from './no-credentials';
import { UserError } from './user-error';

/** The AppId the local cloud answers with: Tencent's own documentation example, nobody's account. */
export const LOCAL_APP_ID = '1250000000';
/** How every access key of the local cloud begins. */
export const LOCAL_SECRET_ID = 'AKIDLOCAL';

/** The access key as the provider will find it: configuration first, then the environment. */
export interface Credentials {
  readonly secretId: string | undefined;
  readonly secretKey: string | undefined;
}

/**
 * Refuses, before any request is made, a stack whose credentials are missing or belong to the
 * other cloud.
 */
export function checkCredentials(stack: string, credentials: Credentials): void {
  const isLocalKey = credentials.secretId?.startsWith(LOCAL_SECRET_ID) ?? false;
  const isLocal = isLocalStack(stack);
  if (isLocal && !isLocalKey) {
    throw new UserError(
      `The stack "${stack}" runs on the local cloud only, and the access key in use is not the local cloud's. Nothing was changed.\n` +
        'To run the chat at once: npm start. To deploy it by Pulumi: npm run cloud, and in another terminal ' +
        `npm run up -- --stack ${stack}, or a bare pulumi up with the variables that the cloud prints. ` +
        'To deploy to Tencent Cloud: npm run up, which is about the stack dev unless --stack names another.',
    );
  }
  if (!isLocal && isLocalKey) {
    throw new UserError(
      `The stack "${stack}" belongs to Tencent Cloud, but the access key in use is the local cloud's. Nothing was changed.\n` +
        'To fix it: unset the TENCENTCLOUD_* and HTTP_PROXY variables of the local cloud in this terminal, and set TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY to your own.',
    );
  }
  if (!credentials.secretId || !credentials.secretKey) {
    throw new UserError(NO_CREDENTIALS);
  }
}

/** Refuses a stack that has reached the other cloud after all, by the AppId of the account. */
export function checkAccount(stack: string, appId: string): void {
  if (isLocalStack(stack) !== (appId === LOCAL_APP_ID)) {
    const reached = appId === LOCAL_APP_ID ? 'the local cloud' : 'an account of Tencent Cloud';
    throw new UserError(
      `The stack "${stack}" has reached ${reached} (AppId ${appId}). Nothing was changed.\n` +
        'To fix it: look at HTTP_PROXY and the TENCENTCLOUD_* variables, and at --stack.',
    );
  }
}
