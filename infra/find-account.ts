import * as tencentcloud from '@pulumi/tencentcloud';
import { UserError } from './user-error';

/** Whose access key is in use. */
export interface Account {
  readonly appId: string;
  /** Its number (Uin). */
  readonly account: string;
}

/**
 * Asks whose access key is in use.
 *
 * @throws UserError where the provider gets no answer. Its reason is not told to the program: the
 * engine prints it by itself.
 */
export async function findAccount(): Promise<Account> {
  try {
    const { appId, uin } = await tencentcloud.getUserInfo();
    return { appId, account: uin };
  } catch (error) {
    const reason = error instanceof Error && error.message !== '' ? `: ${error.message}` : '';
    throw new UserError(
      `Tencent Cloud did not say whose access key is in use${reason}. Nothing was changed.\n` +
        "The provider's own error says why. To fix it:\n" +
        '- AuthFailure: the key is wrong; set TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY to one from https://console.cloud.tencent.com/cam/capi.\n' +
        '- NetworkError: npm run doctor -- --deploy shows which hosts can be reached, and whether a proxy is set.',
    );
  }
}
