import { setTimeout as wait } from 'node:timers/promises';
import { compile } from '../../infra/bundle/compile';
import { zip } from '../../infra/bundle/zip';
import { openChatCloud } from '../process/chat-cloud';
import type { RunningChat } from '../process/running-chat';

const POLL_MS = 20;

/** Puts the article's transport in the place of a running chat's own, as a developer would. */
export async function deployArticle(root: string, chat: RunningChat): Promise<void> {
  const code = await compile('bench/control/article-transport.ts', {
    absWorkingDir: root,
    entryPoints: ['bench/control/article-transport.ts'],
    platform: 'node',
    target: 'node20',
    format: 'cjs',
  });
  const cloud = openChatCloud(chat);
  const FunctionName = chat.ready.functions.transport;
  await cloud.call('scf', 'UpdateFunctionCode', {
    FunctionName,
    Handler: 'index.main_handler',
    Code: { ZipFile: (await zip({ 'index.js': code })).toString('base64') },
  });
  // Until then, messages would go through the chat's own.
  for (;;) {
    const { Status } = await cloud.call('scf', 'GetFunction', { FunctionName });
    if (Status === 'Active') return;
    if (Status !== 'Updating') throw new Error(`The article's function is ${String(Status)}.`);
    await wait(POLL_MS);
  }
}
