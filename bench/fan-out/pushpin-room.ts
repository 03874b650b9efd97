import { isPushpinInstalled, startPushpin } from '../control/pushpin/start-pushpin';
import { connectAll, startLoad } from '../load/start-load';
import type { Scope } from '../process/scope';
import type { Row } from '../report';
import type { Subject } from './room';

/** The row where Pushpin would stand. */
export const WITHOUT_PUSHPIN: Row = {
  subject: 'Pushpin',
  note: 'not measured: apt-get install pushpin zurl',
};

/** Members of a chat behind Pushpin, unthrottled; undefined where it is not installed. */
export async function openPushpinRoom(
  members: number,
  root: string,
  scope: Scope,
): Promise<Subject | undefined> {
  if (!isPushpinInstalled()) return undefined;
  const pushpin = await scope.add(startPushpin(root));
  const load = await scope.add(startLoad(root));
  await connectAll(load, pushpin.wsUrl, members);
  return { load, pids: pushpin.pids, prepare: () => Promise.resolve() };
}
