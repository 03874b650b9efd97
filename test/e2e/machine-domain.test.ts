import { once } from 'node:events';
import { createApiClient } from '../support/api-client';
import { describeCaddy } from '../support/caddy';
import { expectChat, joinTwo } from '../support/engine/chat-stack';
import { EngineProject } from '../support/engine/engine-project';
import { startChat, type RunningChat } from '../support/running-chat';
import { agentFor, authorityOf } from '../support/tls-client';

const SETTINGS = ['gateway: machine', 'domain: chat.example.com', 'dnsZone: example.com'];

describeCaddy('npm start with a gateway on a machine that has a domain', () => {
  let project: EngineProject;
  let chat: RunningChat;

  beforeAll(async () => {
    project = await EngineProject.create();
    const lines = SETTINGS.map((setting) => `  scf-chat:${setting}\n`).join('');
    await project.edit('Pulumi.local.yaml', (text) => text + lines);
    chat = await startChat([], process.env, project.root);
  });
  afterAll(async () => {
    await chat.stop();
    await project.remove();
  });

  /** Where the name leads, as far as the cloud is concerned. */
  async function publicAddress(): Promise<string> {
    const { cloud, env } = chat.ready;
    const api = createApiClient({
      port: Number(new URL(cloud).port),
      secretId: env['TENCENTCLOUD_SECRET_ID'] ?? '',
      secretKey: env['TENCENTCLOUD_SECRET_KEY'] ?? '',
    });
    const { AddressSet } = await api('vpc', 'DescribeAddresses', {});
    return (AddressSet as { AddressIp: string }[])[0]?.AddressIp ?? '';
  }

  async function way() {
    const [address, ca] = await Promise.all([publicAddress(), authorityOf(chat.ready.cloud)]);
    return { agent: agentFor({ address, ca }) };
  }

  it('lets two people chat by a URL with TLS and the name', async () => {
    expect(chat.ready.wsUrl).toBe('wss://chat.example.com:8443/release/');
    const members = await joinTwo(chat.ready.wsUrl, await way());
    await expectChat(members, 'once more');
    for (const { socket } of members) socket.terminate();
  });

  it('leaves no process behind when it ends', async () => {
    const address = await publicAddress();
    const [member] = await joinTwo(chat.ready.wsUrl, await way());
    const closed = member && once(member.socket, 'close');
    expect(await chat.stop()).toBe(0);
    await closed;
    await expect(fetch(`http://${address}:8008/`)).rejects.toThrow('fetch failed');
  });
});
