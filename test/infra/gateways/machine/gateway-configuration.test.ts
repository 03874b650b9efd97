import { parseConfiguration } from '../../../../gateway/server/configuration/parse-configuration';
import {
  gatewayConfiguration,
  type GatewayLimits,
} from '../../../../infra/gateways/machine/gateway-configuration';
import type { MachineDomain } from '../../../../infra/gateways/machine/machine-domain';

const NO_LIMITS: GatewayLimits = {
  allowedOrigins: '',
  messageRate: '',
  maxConnections: '',
  maxMessageBytes: '',
};
const DOMAIN: MachineDomain = {
  name: 'chat.example.com',
  zone: '',
  ports: { https: 443, http: 80 },
};

/** As the gateway itself understands what it is told. */
function understood(limits: Partial<GatewayLimits>, domain?: MachineDomain) {
  const configuration = gatewayConfiguration({
    functionNames: { register: 'register', transport: 'transport', cleanup: 'cleanup' },
    functionTimeout: 15,
    region: 'ap-guangzhou',
    role: 'gateway',
    address: '10.77.0.10',
    domain,
    environment: 'release',
    path: '/',
    timeout: 800,
    pushBackSecret: 'x'.repeat(32),
    redisUrl: undefined,
    limits: { ...NO_LIMITS, ...limits },
  });
  const file = { name: 'gateway.json', text: JSON.stringify(configuration) };
  return parseConfiguration({ file, environment: {} });
}

describe("the gateway's configuration on a machine", () => {
  it('leaves the limits to the gateway where no setting has one', () => {
    const { allowedOrigins, messageRate, maxConnections, maxMessageBytes } = understood({});
    expect([allowedOrigins, messageRate, maxConnections]).toEqual([[], 20, 20_000]);
    expect(maxMessageBytes).toBe(6 * 1024 * 1024);
  });

  it('has the limits that are set', () => {
    const limits = {
      allowedOrigins: 'https://chat.example.com,null',
      messageRate: '5',
      maxConnections: '100',
      maxMessageBytes: '65536',
    };
    expect(understood(limits)).toMatchObject({
      allowedOrigins: ['https://chat.example.com', 'null'],
      messageRate: 5,
      maxConnections: 100,
      maxMessageBytes: 65_536,
    });
  });

  it('takes fewer connections behind Caddy, unless a setting says how many', () => {
    expect(understood({}, DOMAIN).maxConnections).toBe(10_000);
    expect(understood({ maxConnections: '15000' }, DOMAIN).maxConnections).toBe(15_000);
  });
});
