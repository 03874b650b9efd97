/**
 * Where a statement comes from: documented by Tencent, seen in public code, inferred, unknown, or
 * our own choice (docs/protocol.md).
 */
export type Mark = 'D' | 'C' | 'I' | '?' | 'O';

export interface Statement {
  readonly marks: readonly Mark[];
  readonly text: string;
}

export interface StatementGroup {
  readonly title: string;
  /** The test file that holds the group's statements, below `test/conformance/`. */
  readonly file: string;
  readonly statements: Readonly<Record<number, Statement>>;
}

function statement(marks: string, text: string): Statement {
  return { marks: marks.split('') as Mark[], text };
}

/** What a faithful gateway, control plane, function platform and object store do. */
export const STATEMENT_GROUPS: readonly StatementGroup[] = [
  {
    title: 'Handshake',
    file: 'handshake.test.ts',
    statements: {
      1: statement(
        'D',
        'An upgrade without `Sec-WebSocket-Key` or `Sec-WebSocket-Version` is refused with 403 and the documented text.',
      ),
      2: statement(
        'D',
        'An unknown environment or path, and an environment that is not released, get 404.',
      ),
      3: statement('D', 'register is called, and waited for, before 101 is sent.'),
      4: statement(
        'D',
        'The `connecting` event is as above: no other headers of the client, no query.',
      ),
      5: statement(
        'D',
        '`secWebSocketProtocol` and `secWebSocketExtensions` are left out when the client sent none.',
      ),
      6: statement(
        'I',
        'Ids sometimes hold `+` and `/` and end in `=`. Two connections never share one.',
      ),
      7: statement(
        'DO',
        'At most the one subprotocol that register returned is passed on, and no extension that it did not return; ours passes on none at all.',
      ),
      8: statement(
        'DO',
        '`errNo` ≠ 0, a failure, no JSON object and no `errNo` refuse the client: it never opens, and no event follows. The status is a switch.',
      ),
      9: statement(
        'I',
        'A push to an id whose register has not returned fails like one to an unknown id.',
      ),
    },
  },
  {
    title: 'Data',
    file: 'messages.test.ts',
    statements: {
      10: statement(
        'D',
        'A text message becomes one event with the exact text; a binary one becomes base64.',
      ),
      11: statement('D', 'The transport event has no `requestContext`.'),
      12: statement('D', 'What transport returns never reaches the client.'),
      13: statement(
        'D',
        'When transport fails, the TCP connection of the sender alone is closed, without a close frame.',
      ),
      14: statement('DO', 'An event above 6 MB closes its connection and reaches no function.'),
      15: statement(
        'I',
        'Messages of one connection may run at the same time. Their order is a switch.',
      ),
      16: statement(
        'DI',
        'A connection is closed after the time-out without a message. What counts as one is a switch.',
      ),
    },
  },
  {
    title: 'Closing',
    file: 'closing.test.ts',
    statements: {
      17: statement(
        'D',
        'A close by the client calls cleanup exactly once. A failed cleanup brings nothing back.',
      ),
      18: statement(
        'D',
        'A push-back `closing` closes the client. Whether it calls cleanup is a switch; none is documented.',
      ),
      19: statement(
        'I',
        'Whether cleanup is called after a lost network or an idle close is a switch, off unless set, so that stale ids are met in tests.',
      ),
    },
  },
  {
    title: 'Push-back',
    file: 'push-back.test.ts',
    statements: {
      20: statement(
        'CI',
        'It takes only POST, at `/<ApiId>`, over plain HTTP. Another path gets 404.',
      ),
      21: statement(
        'DI',
        '`data send` delivers one frame and answers `errNo` 0. Bad base64 gets another `errNo`.',
      ),
      22: statement(
        '?',
        'An unknown, closed or foreign id delivers nothing. The status of the answer is a switch.',
      ),
      23: statement('C', 'There is no authentication and no batch. A list of ids is an error.'),
      24: statement(
        'D',
        'A delay, 500 and 429 can be made on purpose. 500 closes the connection of its target.',
      ),
    },
  },
  {
    title: 'Control plane',
    file: 'control-plane.test.ts',
    statements: {
      25: statement(
        'C',
        'CreateApi never returns `InternalDomain`. DescribeApi does, as a whole URL.',
      ),
      26: statement('I', 'CreateApi fails where a named function is missing or not Active.'),
      27: statement(
        'C',
        'A method other than GET is `InvalidParameterValue.InvalidWSMethod`. ModifyApi cannot change the protocol.',
      ),
      28: statement(
        'CI',
        'A new or changed API has no effect until ReleaseService, which needs `ReleaseDesc`. UnReleaseService takes it back.',
      ),
      29: statement('C', 'DeleteService fails while there are APIs or released environments.'),
      30: statement(
        'C',
        'An error is HTTP 200 with `Response.Error`. Every answer has a `RequestId`. The TC3 signature is checked over the host without its port.',
      ),
      31: statement(
        'D',
        'With the switch `retired`, every call that creates something fails, as for a real account since 2024-07-01.',
      ),
    },
  },
  {
    title: 'Functions',
    file: 'functions.test.ts',
    statements: {
      32: statement('C', 'A new function is Creating, then Active. Calls in between fail.'),
      33: statement(
        'D',
        'An environment above 4 KB or with a reserved prefix is refused. The credentials of the role stand in TENCENTCLOUD_* and expire.',
      ),
      34: statement(
        'CD',
        '`context` has exactly the captured keys, `environment` is JSON text, and the time-out is 3 s unless set and enforced.',
      ),
      35: statement(
        'C',
        'InvokeFunction returns `RetMsg` as JSON text, and on a throw `InvokeResult` ≠ 0 with `ErrMsg`. Logs have SCF’s form.',
      ),
      36: statement(
        'D',
        'Calls at the same time run in instances that share no variables of a module.',
      ),
    },
  },
  {
    title: 'COS',
    file: 'cos.test.ts',
    statements: {
      37: statement(
        'DC',
        'A list has at most 1,000 keys in UTF-8 order, an exclusive marker, `NextMarker` when it is truncated, and no `Contents` when it is empty.',
      ),
      38: statement(
        'DI',
        'With the fault `list-lag`, a list misses a key just written and shows one just deleted. GET and HEAD by key are never late.',
      ),
      39: statement(
        'ID',
        'DELETE of a missing key is 204. Path style is refused. Signature and security token are checked, and a role is limited to its prefix.',
      ),
      40: statement('D', 'An object is served as a download.'),
    },
  },
];

/** The statement of that number, with the group it belongs to. Throws where there is none. */
export function findStatement(number: number): { group: StatementGroup; statement: Statement } {
  for (const group of STATEMENT_GROUPS) {
    const found = group.statements[number];
    if (found) return { group, statement: found };
  }
  throw new Error(`There is no statement ${number}.`);
}

/** `[D], [O]` */
export function formatMarks({ marks }: Statement): string {
  return marks.map((mark) => `[${mark}]`).join(', ');
}

/** The statements as Markdown, as docs/protocol.md shows them. */
export function formatStatements(): string {
  return STATEMENT_GROUPS.map(({ title, file, statements }) => {
    const rows = Object.entries(statements).map(
      ([number, one]) => `| ${number} | ${one.text} | ${formatMarks(one)} |`,
    );
    const heading = `### ${title}: \`test/conformance/${file}\``;
    return [heading, '', '| | Statement | Mark |', '| - | - | - |', ...rows].join('\n');
  }).join('\n\n');
}
