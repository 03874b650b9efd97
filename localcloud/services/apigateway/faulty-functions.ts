import { closingEvent } from '../../../gateway/engine/events';
import type { FunctionOutcome, Functions } from '../../../gateway/engine/ports';
import type { ConnectionId } from '../../../protocol/connection-id';
import type { ConnectingEvent } from '../../../protocol/events';
import type { CloudFaults, FunctionFault } from '../../faults';
import { InvocationStatus } from '../../runtime/invocation';

const STATUS: Readonly<Record<FunctionFault, InvocationStatus>> = {
  crash: InvocationStatus.processExit,
  'time-out': InvocationStatus.timeout,
  memory: InvocationStatus.memory,
};

const DONE_BEFORE: FunctionOutcome = { ok: true, value: null };

/** The functions, with the faults that are on when they are called. */
export function withFaults(functions: Functions, faults: CloudFaults): Functions {
  return {
    async invoke(role, event) {
      const fault = faults.functions?.[role];
      if (fault === 'crash') return failed(fault);
      if (faults.earlyCleanup) {
        if (role === 'cleanup') return DONE_BEFORE;
        if (role === 'register') await functions.invoke('cleanup', closingEvent(idOf(event)));
      }
      if (role === 'cleanup' && faults.duplicateCleanup) void functions.invoke(role, event);
      const outcome = await functions.invoke(role, event);
      return fault ? failed(fault) : outcome;
    },
  };
}

function idOf(event: object): ConnectionId {
  const { websocket } = event as ConnectingEvent;
  return websocket.secConnectionID;
}

function failed(fault: FunctionFault): FunctionOutcome {
  return { ok: false, reason: `${STATUS[fault]} this ${fault} was made on purpose` };
}
