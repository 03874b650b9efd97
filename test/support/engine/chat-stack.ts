import type { ClientOptions } from 'ws';
import { eventually } from '../eventually';
import { joinChat, type Member } from '../running-chat';

/** Two members, one of whom says something that the other must hear. */
export async function expectChat(members: readonly Member[], text: string): Promise<void> {
  const [speaker, listener] = members;
  speaker?.socket.send(text);
  await eventually(`"${text}" to arrive`, () => heard(listener, text));
}

/** Two new members on this URL, who talk to each other. */
export async function joinTwo(wsUrl: unknown, way?: ClientOptions): Promise<readonly Member[]> {
  const members = [await joinChat(String(wsUrl), way), await joinChat(String(wsUrl), way)];
  await expectChat(members, 'hello');
  return members;
}

function heard(member: Member | undefined, text: string): boolean {
  return member?.received.some((message) => message.startsWith(`${text}(`)) ?? false;
}
