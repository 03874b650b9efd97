import { once } from 'node:events';
import { WebSocket } from 'ws';
import { errorCode } from '../../support/api-client';
import { describeCaddy } from '../../support/caddy';
import { eventually } from '../../support/eventually';
import { MachineOnLocalCloud, TLS_PORTS } from '../../support/machine-on-local-cloud';
import { agentFor, authorityOf, joinByTls, type TlsReach } from '../../support/tls-client';

const DOMAIN = 'chat.example.com';
const WS_URL = `wss://${DOMAIN}:${TLS_PORTS.https}/release/`;

let machine: MachineOnLocalCloud;

beforeAll(async () => {
  machine = await MachineOnLocalCloud.start();
});
afterAll(() => machine.close());

describeCaddy('a machine of the local cloud that has a domain', () => {
  let instanceId: string;
  let reach: TlsReach;
  const join = (subprotocols?: string[]) => joinByTls(WS_URL, reach, subprotocols);

  beforeAll(async () => {
    await expect(authorityOf(machine.cloud.baseUrl)).rejects.toThrow('404');
    const trusted = [machine.address, '127.0.0.1'];
    const configuration = { trustedProxies: trusted, drainTime: 1 };
    instanceId = await machine.mustRun({ domain: DOMAIN, configuration });
    await machine.admit(Object.values(TLS_PORTS).join(','));
    const { ip } = await machine.bind(instanceId);
    reach = { address: ip, ca: await authorityOf(machine.cloud.baseUrl) };
  });

  it('speaks TLS with a certificate for its name, by the authority that the cloud gives out', async () => {
    const socket = await join();
    expect(socket.readyState).toBe(WebSocket.OPEN);
    socket.terminate();
    const { address } = reach;
    const stranger = new WebSocket(WS_URL, { agent: agentFor({ address }) });
    const [error] = (await once(stranger, 'error')) as [NodeJS.ErrnoException];
    expect(error.code).toBe('UNABLE_TO_GET_ISSUER_CERT_LOCALLY');
  });

  it('tells the gateway where a client comes from, whatever the client says itself', async () => {
    const socket = new WebSocket(WS_URL, {
      agent: agentFor({ ...reach, address: machine.address }),
      localAddress: '127.0.0.99',
      headers: { 'X-Forwarded-For': '203.0.113.66' },
    });
    await once(socket, 'open');
    expect(machine.clients.at(-1)).toBe('127.0.0.99');
    socket.terminate();
  });

  it('leads whoever comes without TLS to where it is spoken', async () => {
    const response = await fetch(`http://${reach.address}:${TLS_PORTS.http}/healthz`, {
      redirect: 'manual',
    });
    expect(response.status).toBe(308);
    expect(response.headers.get('location')).toMatch(/^https:/);
  });

  it('lets nobody past it to the gateway', async () => {
    await expect(fetch(`http://${reach.address}:8080/healthz`)).rejects.toThrow('fetch failed');
  });

  it('keeps what members bring to prove themselves out of its log', async () => {
    const gateway = machine.log.findLast((line) => line.includes('"started"')) ?? '';
    const pid = Number(/"pid":(\d+)/.exec(gateway)?.[1]);
    process.kill(pid, 'SIGKILL');
    // For a second the gateway is away, and Caddy says so.
    await expect(join(['scf-chat', 'token.c2VjcmV0'])).rejects.toThrow('502');
    await eventually('the line of it', () =>
      machine.log.some((line) => line.includes('http.log.error')),
    );
    expect(machine.log.join('\n')).not.toContain('c2VjcmV0');
    await eventually('the gateway to be back', () =>
      join().then(
        (socket) => {
          socket.terminate();
          return true;
        },
        () => false,
      ),
    );
  });

  it('is stopped in good order, so that its clients are told to come back', async () => {
    const socket = await join();
    const closed = once(socket, 'close');
    await machine.api.must('cvm', 'StopInstances', { InstanceIds: [instanceId] });
    const [code] = (await closed) as [number];
    expect(code).toBe(1001);
    await eventually('STOPPED', async () => (await machine.stateOf(instanceId)) === 'STOPPED');
  });

  it('can be started again, with the certificate that it had', async () => {
    await machine.api.must('cvm', 'StartInstances', { InstanceIds: [instanceId] });
    (await join()).terminate();
    expect(machine.log.filter((line) => line.includes('certificate obtained'))).toHaveLength(1);
  });

  it('leaves nothing when it is terminated', async () => {
    await machine.api.must('cvm', 'TerminateInstances', { InstanceIds: [instanceId] });
    await expect(fetch(`http://${machine.address}:${TLS_PORTS.http}/`)).rejects.toThrow(
      'fetch failed',
    );
  });
});

describe('a machine of the local cloud that has a domain, where there is no Caddy', () => {
  const { PATH } = process.env;
  afterEach(() => {
    process.env['PATH'] = PATH;
  });

  it('does not start, says what to install, and leaves nothing', async () => {
    process.env['PATH'] = '/nowhere';
    const answer = await machine.run({ domain: DOMAIN });
    expect(errorCode(answer)).toBe('InvalidUserData');
    expect(JSON.stringify(answer)).toContain('To fix it: install Caddy');
    expect(await machine.api.must('cvm', 'DescribeInstances', {})).toMatchObject({ TotalCount: 0 });
    await expect(fetch(`http://${machine.address}:8080/healthz`)).rejects.toThrow('fetch failed');
  });
});
