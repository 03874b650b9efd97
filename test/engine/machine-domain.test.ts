import { once } from 'node:events';
import type { CloudEvent } from '../../localcloud/cloud-event';
import type { CloudFaults } from '../../localcloud/faults';
import { startLocalCloud, type LocalCloud } from '../../localcloud/local-cloud';
import { HAS_CADDY } from '../support/caddy';
import { joinTwo } from '../support/engine/chat-stack';
import { contentsOf, NOTHING } from '../support/engine/cloud-contents';
import { cutOff } from '../support/engine/cut-off';
import { asUser, deployerWith } from '../support/engine/deployer';
import { describeEngine } from '../support/engine/describe-engine';
import { EngineProject } from '../support/engine/engine-project';
import { unservedIn } from '../support/engine/unserved';
import {
  documentedOperations,
  expectDocumented,
  operationsIn,
} from '../support/permissions/permissions-page';
import type { Member } from '../support/running-chat';
import { agentFor, authorityOf } from '../support/tls-client';

jest.setTimeout(300_000);

const ON_LOCAL = ['--stack', 'local'];
/** With the stack itself and its components. */
const RESOURCES = 37;
const SETTINGS = [
  'scf-chat:gateway: machine',
  'scf-chat:domain: chat.example.com',
  'scf-chat:dnsZone: example.com',
];
const describeDomain = HAS_CADDY ? describeEngine : describe.skip;

/** One stack's life: each test finds it where the one before has left it. */
describeDomain('the gateway on a machine with a domain, by the real engine and provider', () => {
  let cloud: LocalCloud;
  let project: EngineProject;
  let members: readonly Member[];
  const faults: CloudFaults = {};
  const events: CloudEvent[] = [];

  beforeAll(async () => {
    const deployer = deployerWith('deploy', 'machine', 'dnsRecord', 'goOn');
    const observe = (event: CloudEvent) => events.push(event);
    cloud = await startLocalCloud({ port: 0, faults, users: [deployer], observe });
    project = await EngineProject.create();
    project.use(asUser(cloud, deployer));
    const lines = SETTINGS.map((setting) => `  ${setting}\n`).join('');
    await project.edit('Pulumi.local.yaml', (text) => text + lines);
  });
  afterAll(async () => {
    await cloud.close();
    await project.remove();
  });

  /** Two who go where the record says, and trust the cloud's authority. */
  async function join(): Promise<readonly Member[]> {
    const { wsUrl, dnsRecord } = await project.outputs('local');
    const [, address = ''] = / IN A (.+)$/.exec(String(dnsRecord)) ?? [];
    const ca = await authorityOf(cloud.baseUrl);
    return joinTwo(wsUrl, { agent: agentFor({ address, ca }) });
  }

  function callsOf(product: string): string[] {
    return events.flatMap((event) =>
      event.type === 'api call' && event.product === product ? [event.action] : [],
    );
  }

  it('is made in one pass, and two people chat over TLS', async () => {
    const run = await project.run('up', ...ON_LOCAL);
    expect(run).toMatchObject({ resources: { created: RESOURCES } });
    expect(run.output).not.toContain('pages on https cannot connect');
    expect((await project.outputs('local'))['wsUrl']).toBe('wss://chat.example.com:8443/release/');
    members = await join();
  });

  it('changes nothing when nothing has changed, and has not drifted', async () => {
    const up = await project.run('up', ...ON_LOCAL);
    expect(up).toMatchObject({ resources: { unchanged: RESOURCES } });
    const refresh = await project.run('refresh', ...ON_LOCAL);
    expect(refresh).toMatchObject({ resources: { unchanged: RESOURCES } });
  });

  it('tells clients through Caddy that the machine is replaced, and keeps the record', async () => {
    const closed = Promise.all(
      members.map(async ({ socket }) => ((await once(socket, 'close')) as [number])[0]),
    );
    await project.run('pulumi', 'config', 'set', 'serviceTimeout', '300', ...ON_LOCAL);
    const run = await project.run('up', ...ON_LOCAL);
    expect(run).toMatchObject({ resources: { replaced: 3, unchanged: RESOURCES - 3 } });
    expect(await closed).toEqual([1001, 1001]);
    members = await join();
  });

  it('follows another name in the zone by changing the record', async () => {
    await project.run('pulumi', 'config', 'set', 'domain', 'talk.example.com', ...ON_LOCAL);
    const run = await project.run('up', ...ON_LOCAL);
    expect(run).toMatchObject({ resources: { updated: 1, replaced: 3 } });
    expect(callsOf('dnspod')).toContain('ModifyRecord');
    for (const { socket } of await join()) expect(socket.url).toContain('//talk.example.com:');
  });

  it('is taken away with its record, and leaves the cloud empty', async () => {
    const run = await project.run('destroy', ...ON_LOCAL);
    expect(run).toMatchObject({ resources: { deleted: RESOURCES } });
    expect(callsOf('dnspod').at(-1)).toBe('DeleteRecord');
    expect(await contentsOf(cloud, 'local')).toEqual(NOTHING);
  });

  it('is found by destroy where a run was killed between CreateRecord and its answer', async () => {
    await cutOff({ project, faults, command: 'up', actions: ['CreateRecord'] });
    const run = await project.run('destroy', ...ON_LOCAL);
    expect(run.output).toContain('- DnspodRecord gateway');
    expect(callsOf('dnspod').at(-1)).toBe('DeleteRecord');
    expect(await contentsOf(cloud, 'local')).toEqual(NOTHING);
  });

  it('needs just the permissions that are documented', () => {
    const others = (['deploy', 'machine', 'goOn'] as const).flatMap((name) =>
      documentedOperations(name),
    );
    const more = operationsIn(events).filter((operation) => !others.includes(operation));
    expectDocumented('dnsRecord', more);
  });

  it('never sends what the local cloud does not serve, and never meets a mistake of it', () => {
    expect(unservedIn(events)).toEqual([]);
  });
});
