/** What to tell whoever deploys to Tencent Cloud without a key. */
export const NO_CREDENTIALS =
  'There are no credentials for Tencent Cloud. Expected TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY in the environment ' +
  '(an access key from https://console.cloud.tencent.com/cam/capi). Nothing was changed.\n' +
  'Without an account: npm start runs the whole chat on a local cloud.';
