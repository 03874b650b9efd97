import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { DEFAULT_SWITCHES } from '../../gateway/engine/switches';
import { ErrNo } from '../../protocol/err-no';
import {
  ClosingSchema,
  ConnectingSchema,
  DataSendSchema,
  RequestContextSchema,
} from '../../protocol/events';
import {
  PushBackBatchReplySchema,
  PushBackBatchSchema,
  PushBackRequestSchema,
} from '../../protocol/push-back';
import { RegisterReplySchema } from '../../protocol/register-reply';
import { formatStatements, STATEMENT_GROUPS } from '../support/conformance/statements';

const page = readFileSync(join(__dirname, '../../docs/protocol.md'), 'utf8');

/** The text from one heading to the next. */
function section(heading: string): string {
  const [, text = ''] = page.split(`\n${heading}\n`);
  return text.split(/\n#+ /)[0] ?? '';
}

function examples(heading: string): unknown[] {
  const blocks = [...section(heading).matchAll(/```json\n(.*?)```/gs)];
  return blocks.map(([, json = '']) => JSON.parse(json) as unknown);
}

function firstColumn(heading: string): string[] {
  const rows = [...section(heading).matchAll(/^\| (.*?) +\|/gm)];
  return rows.map(([, cell = '']) => cell.replaceAll('`', '')).slice(2);
}

describe('docs/protocol.md', () => {
  it('lists every errNo', () => {
    expect(firstColumn('## errNo').map(Number)).toEqual(Object.values(ErrNo));
  });

  it('lists every switch', () => {
    expect(firstColumn('## Switches')).toEqual(Object.keys(DEFAULT_SWITCHES));
  });

  it('shows the statements as they are tested', () => {
    const [, shown = ''] = page.split('\n## Statements\n');
    const withoutAlignment = shown.replaceAll(/ +\|/g, ' |').replaceAll(/-+ \|/g, '- |');
    expect(withoutAlignment).toContain(formatStatements());
  });

  it('numbers 40 statements, each with a test in the file that it names', () => {
    const numbers = STATEMENT_GROUPS.flatMap(({ file, statements }) => {
      const source = readFileSync(join(__dirname, '../conformance', file), 'utf8');
      return Object.keys(statements).filter((number) =>
        new RegExp(`(gateway|cloud)Statement\\(\\s*${number},`).test(source),
      );
    });
    expect(numbers.map(Number)).toEqual(Array.from({ length: 40 }, (_, index) => index + 1));
  });

  it.each([
    [
      '### `connecting`, to register',
      { requestContext: RequestContextSchema, websocket: ConnectingSchema },
      1,
    ],
    ['### `data send`, to transport', { websocket: DataSendSchema }, 1],
    ['### `closing`, to cleanup', { websocket: ClosingSchema }, 1],
    ['### Reply of register', RegisterReplySchema.entries, 1],
    ['## Push-back: functions to clients', PushBackRequestSchema.entries, 2],
  ])('gives examples that the code accepts: %s', (heading, entries, count) => {
    const found = examples(heading);
    expect(found).toHaveLength(count);
    for (const example of found) expect(v.is(v.strictObject(entries), example)).toBe(true);
  });

  it('gives a batch and its answer that the code accepts', () => {
    const [batch, reply] = examples('### Many connections in one POST');
    expect(v.is(v.strictObject(PushBackBatchSchema.entries), batch)).toBe(true);
    expect(v.is(PushBackBatchReplySchema, reply)).toBe(true);
  });
});
