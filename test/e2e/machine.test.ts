import { once } from 'node:events';
import { expectChat, joinTwo } from '../support/engine/chat-stack';
import { EngineProject } from '../support/engine/engine-project';
import { startChat, type RunningChat } from '../support/running-chat';

describe('npm start with a gateway on a machine', () => {
  let project: EngineProject;
  let chat: RunningChat;

  beforeAll(async () => {
    project = await EngineProject.create();
    await project.edit('Pulumi.local.yaml', (text) => `${text}  scf-chat:gateway: machine\n`);
    chat = await startChat([], process.env, project.root);
  });
  afterAll(async () => {
    await chat.stop();
    await project.remove();
  });

  it('makes the machine and its network instead of an API', () => {
    const made = chat.lines.flatMap(({ event, type }) =>
      event === 'created' ? [String(type).split(':').at(-1)] : [],
    );
    expect(made).toEqual(expect.arrayContaining(['Vpc', 'SecurityGroupRuleSet', 'Instance']));
    expect(made).not.toContain('ApiGatewayService');
  });

  it('lets two people chat over the public address', async () => {
    expect(chat.ready.wsUrl).toMatch(/^ws:\/\/127\.\d+\.\d+\.\d+:8080\/release\/$/);
    const members = await joinTwo(chat.ready.wsUrl);
    await expectChat(members, 'once more');
    for (const { socket } of members) socket.terminate();
  });

  it('leaves no process behind when it ends', async () => {
    const [member] = await joinTwo(chat.ready.wsUrl);
    const closed = member && once(member.socket, 'close');
    expect(await chat.stop()).toBe(0);
    await closed;
    await expect(fetch(chat.ready.wsUrl.replace('ws:', 'http:'))).rejects.toThrow('fetch failed');
  });
});
