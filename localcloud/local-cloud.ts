import { systemClock, type Clock } from '../gateway/engine/clock';
import type { GatewayOptions } from '../gateway/engine/gateway';
import { APP_ID, randomCredentials, UIN, type Credentials } from './account';
import type { CloudObserver } from './cloud-event';
import { createApiEndpoint } from './http/api-endpoint';
import { startCloudServer } from './http/cloud-server';
import { createCosEndpoint } from './http/cos-endpoint';
import { PageEndpoint } from './http/page-endpoint';
import { createFunctionRuntime, type FunctionRuntimeOptions } from './runtime/function-runtime';
import { createApigateway } from './services/apigateway/apigateway-service';
import { createCam } from './services/cam/cam-service';
import { Cos, cosHost } from './services/cos/cos-service';
import { createScf } from './services/scf/scf-service';
import { AccessKeys } from './services/sts/access-keys';
import { createTagService } from './services/tag/tag-service';
import { TagStore } from './services/tag/tag-store';

export interface LocalCloudOptions {
  /** 0 takes any free port. */
  readonly port: number;
  readonly host?: '127.0.0.1';
  /** ap-guangzhou unless given. */
  readonly region?: string;
  /** The account's key; a new one for each start unless given. */
  readonly credentials?: Credentials;
  readonly clock?: Clock;
  /** Milliseconds by which every push-back and every answer of COS is held back. */
  readonly delays?: { readonly pushBackMs?: number; readonly cosMs?: number };
  /** Hears what goes on; must not throw. */
  readonly observe?: CloudObserver;
  /** Whether API Gateway refuses to create anything, as Tencent's does since 2024-07-01. */
  readonly retired?: boolean;
  readonly functions?: Pick<FunctionRuntimeOptions, 'instanceCap' | 'whenBusy'>;
  /** Behaviour of all gateways where Tencent is silent, and faults made on purpose. */
  readonly gateway?: Pick<GatewayOptions, 'switches' | 'limits' | 'faults'>;
}

/** A cloud on this machine: COS, SCF, API Gateway, CAM and tags of one account in one region. */
export interface LocalCloud {
  /** e.g. `http://127.0.0.1:4567`: the endpoint of its APIs, its HTTP proxy, and its page. */
  readonly baseUrl: string;
  readonly port: number;
  readonly region: string;
  readonly appId: typeof APP_ID;
  readonly credentials: Credentials;
  /** The variables by which the provider and proxied clients reach this cloud. */
  readonly environment: Readonly<Record<string, string>>;
  /** From now on `GET /` answers with this HTML file. */
  publishPage(filePath: string): void;
  /** Ends everything at once: connections, functions, ports. */
  close(): Promise<void>;
}

/**
 * Starts a local cloud with nothing in it. Rejects with the system's own error when the port
 * cannot be had, such as one with code `EADDRINUSE`.
 */
export async function startLocalCloud(options: LocalCloudOptions): Promise<LocalCloud> {
  const {
    host = '127.0.0.1',
    region = 'ap-guangzhou',
    credentials = randomCredentials(),
    clock = systemClock,
    observe = () => undefined,
    delays = {},
  } = options;

  const server = await startCloudServer(host, options.port);
  const baseUrl = `http://${host}:${server.port}`;

  const tags = new TagStore();
  const { service: camService, roles, roleMay } = createCam(clock, tags);
  const accessKeys = new AccessKeys(credentials, roles, clock);
  const runtime = createFunctionRuntime({
    ...options.functions,
    clock,
    region,
    appId: APP_ID,
    uin: UIN,
    credentialsFor: (role) => accessKeys.forRole(role),
    platformEnvironment: { COS_ENDPOINT: baseUrl },
  });
  const scf = createScf({
    clock,
    tags,
    runtime,
    mayAssume: (roleName) => roles.isAssumableBy('scf.qcloud.com', roleName),
    onInvocation: (functionName, result) => {
      observe({ type: 'invocation', functionName, result });
    },
  });
  const { pushBackMs } = delays;
  const apigateway = createApigateway({
    gateway: {
      ...options.gateway,
      clock,
      faults: {
        ...(pushBackMs !== undefined && { pushBackDelayMs: pushBackMs }),
        ...options.gateway?.faults,
      },
    },
    tags,
    backend: scf,
    retired: options.retired ?? false,
    observe: (apiId, environment, event) => {
      observe({ type: 'gateway', apiId, environment, event });
    },
  });

  const page = new PageEndpoint();
  const findAccessKey = accessKeys.find;
  server.serve({
    cosHost: cosHost(region),
    api: createApiEndpoint({
      services: [camService, createTagService(tags), scf.service, apigateway.service],
      region,
      clock,
      findAccessKey,
      roleMay,
      observe,
    }),
    cos: createCosEndpoint({
      cos: new Cos({ clock, region, roleMay }),
      clock,
      findAccessKey,
      observe,
      delayMs: delays.cosMs ?? 0,
    }),
    page: page.answer,
    onFault: (error) => {
      observe({ type: 'fault', error });
    },
  });

  return {
    baseUrl,
    port: server.port,
    region,
    appId: APP_ID,
    credentials,
    environment: {
      TENCENTCLOUD_SECRET_ID: credentials.secretId,
      TENCENTCLOUD_SECRET_KEY: credentials.secretKey,
      TENCENTCLOUD_REGION: region,
      TENCENTCLOUD_PROTOCOL: 'HTTP',
      TENCENTCLOUD_COS_DOMAIN: `http://${cosHost(region)}`,
      HTTP_PROXY: baseUrl,
      // Minutes; without them the provider tries for 3 and 5 to reach a cloud that is gone.
      TENCENTCLOUD_READ_RETRY_TIMEOUT: '1',
      TENCENTCLOUD_WRITE_RETRY_TIMEOUT: '1',
    },
    publishPage: (filePath) => {
      page.publish(filePath);
    },
    async close() {
      await apigateway.close();
      await Promise.all([server.close(), runtime.close()]);
    },
  };
}
