import { serveOperations } from '../process/serve-operations';
import type { LoadProgram } from './load-program';
import { Members } from './members';

const members = new Members();
serveOperations<LoadProgram>({
  connect: (input) => members.connect(input),
  broadcast: (input) => members.broadcast(input),
  sendAtRate: (input) => members.sendAtRate(input),
  echo: (input) => members.echo(input),
  broadcastBackToBack: (input) => members.broadcastBackToBack(input),
});
