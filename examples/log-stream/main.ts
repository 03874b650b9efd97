import { createInterface } from 'node:readline';
import { sendHttp } from '../../functions/http/node-http';
import { systemClock } from '../../functions/invocation/clock';
import {
  EnvironmentError,
  parseRegistryEnvironment,
  type Environment,
} from '../../functions/invocation/environment';
import { openPushBack } from '../../functions/push-back/open-push-back';
import { createCosRegistry } from '../../functions/registry/cos-registry';
import { chatEnvironment } from './chat-environment';
import { streamLines, type StreamPorts } from './stream-lines';

const USAGE = `usage: some-program | node examples/log-stream/log-stream.js [--chat FILE]

  --chat FILE   what "npm run --silent start -- --json" writes, of a chat that runs

Without it the chat is found by the variables that its functions have: REGISTRY_BUCKET,
REGISTRY_REGION, PUSH_BACK_URL, TENCENTCLOUD_SECRETID, TENCENTCLOUD_SECRETKEY and, for temporary
keys, TENCENTCLOUD_SESSIONTOKEN.`;

/** Something that the user can mend. */
class UsageError extends Error {}

/** Streams what comes on stdin to every open page, then says what became of it. Sets the exit code. */
export async function main(args: readonly string[]): Promise<void> {
  if (args.includes('--help') || args.includes('-h')) {
    console.log(USAGE);
    return;
  }
  try {
    Object.assign(process.env, environmentOf(args));
    const chat = openChat();
    const counts = await streamLines(createInterface({ input: process.stdin }), chat);
    console.error(JSON.stringify(counts));
    process.exitCode = counts.lost > 0 ? 1 : 0;
  } catch (error) {
    process.exitCode = 1;
    if (error instanceof UsageError) console.error(error.message);
    else if (error instanceof EnvironmentError) console.error(`${error.detail}\n\n${USAGE}`);
    else throw error;
  }
}

/** The chat that the environment names, with the functions' own registry and push-back. */
function openChat(): StreamPorts {
  const { TENCENTCLOUD_SESSIONTOKEN = '', ...environment }: Environment = process.env;
  // No function is without a token, but an account's own key has none.
  const registry = {
    ...parseRegistryEnvironment({ ...environment, TENCENTCLOUD_SESSIONTOKEN: 'none' }),
    TENCENTCLOUD_SESSIONTOKEN,
  };
  // Nothing limits the time of this program, unlike a function's.
  const invocation = { clock: systemClock, deadline: { leftMs: () => Infinity } };
  return {
    ...invocation,
    registry: createCosRegistry(registry, { ...invocation, send: sendHttp, random: Math.random }),
    pushBack: openPushBack(invocation),
  };
}

/** What the arguments add to the environment. */
function environmentOf(args: readonly string[]): Environment {
  const [option, file, ...more] = args;
  if (option === undefined) return {};
  if (option !== '--chat' || file === undefined || more.length > 0) throw new UsageError(USAGE);
  const environment = readChat(file);
  if (environment === undefined) {
    throw new UsageError(
      `${file} does not say that a chat is ready.\nTo fix it: npm run --silent start -- --json > ${file}`,
    );
  }
  return environment;
}

function readChat(file: string): Environment | undefined {
  try {
    return chatEnvironment(file);
  } catch {
    // It is not there, or may not be read.
    return undefined;
  }
}
