import { LOCAL_SECRET_ID } from '../infra/cloud';

/** Variables of a process, as Node has them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What decides which cloud the provider, and our own resources, talk to. */
const DECIDES_THE_CLOUD = /^(TENCENTCLOUD_.*|http_proxy|no_proxy|all_proxy)$/i;

/** COS's own host, but without TLS: nobody but a local cloud has a reason to set it. */
const LOCAL_COS_DOMAIN = /^http:\/\/cos\.([a-z0-9-]+)\.myqcloud\.com$/;

/** Of the local cloud's stacks only, whose state holds nothing worth hiding; Pulumi.local.yaml says so too. */
export const LOCAL_PASSPHRASE = 'the-local-cloud-has-no-secrets';

/** The variables that a local cloud sets besides its key, and how its values look. */
const LOCAL_VALUES: Readonly<Record<string, RegExp>> = {
  TENCENTCLOUD_SECURITY_TOKEN: /^$/,
  TENCENTCLOUD_PROTOCOL: /^HTTP$/,
  TENCENTCLOUD_DOMAIN: /^tencentcloudapi\.com$/,
  TENCENTCLOUD_COS_DOMAIN: LOCAL_COS_DOMAIN,
  TENCENTCLOUD_READ_RETRY_TIMEOUT: /^1$/,
  TENCENTCLOUD_WRITE_RETRY_TIMEOUT: /^1$/,
  PULUMI_CONFIG_PASSPHRASE: new RegExp(`^${LOCAL_PASSPHRASE}$`),
  HTTP_PROXY: /^http:\/\/127\.0\.0\.1:\d+$/,
  NO_PROXY: /^127\.0\.0\.1,localhost$/,
  no_proxy: /^127\.0\.0\.1,localhost$/,
};

/** The environment, but leading to this local cloud and to no other. */
export function pointedAtLocalCloud(environment: Environment, cloud: Environment): Environment {
  return { ...without(environment, (name) => DECIDES_THE_CLOUD.test(name)), ...cloud };
}

/**
 * The environment without what a terminal has of a local cloud's, running or gone: variables that
 * were pasted there would lead every other stack astray. The user's own key and proxy stay.
 *
 * @returns the same object when it has none
 */
export function withoutLocalCloud(environment: Environment): Environment {
  const hasLocalKey = environment['TENCENTCLOUD_SECRET_ID']?.startsWith(LOCAL_SECRET_ID) ?? false;
  const pasted = LOCAL_COS_DOMAIN.exec(environment['TENCENTCLOUD_COS_DOMAIN'] ?? '');
  const hasLocalPassphrase = environment['PULUMI_CONFIG_PASSPHRASE'] === LOCAL_PASSPHRASE;
  if (!hasLocalKey && !pasted && !hasLocalPassphrase) {
    return environment;
  }
  return without(environment, (name, value) => {
    switch (name) {
      case 'TENCENTCLOUD_SECRET_ID':
      case 'TENCENTCLOUD_SECRET_KEY':
        return hasLocalKey;
      case 'TENCENTCLOUD_REGION':
        return value === pasted?.[1];
      default:
        return LOCAL_VALUES[name]?.test(value) ?? false;
    }
  });
}

/** Makes it the environment of this process, and so of what it starts. */
export function setEnvironment(environment: Environment): void {
  for (const name of Object.keys(process.env).filter((key) => !(key in environment))) {
    delete process.env[name];
  }
  Object.assign(process.env, environment);
}

function without(
  environment: Environment,
  isOut: (name: string, value: string) => boolean,
): Environment {
  return Object.fromEntries(
    Object.entries(environment).filter(([name, value]) => !isOut(name, value ?? '')),
  );
}
