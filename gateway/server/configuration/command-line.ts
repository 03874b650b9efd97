import { parseArgs } from 'node:util';
import { ConfigurationError } from './configuration-error';
import { SETTING_NAMES, SETTINGS, variableOf, type Setting } from './settings';

export interface CommandLine {
  /** Name of the configuration file. */
  readonly config?: string;
  readonly json: boolean;
  readonly help: boolean;
  readonly version: boolean;
}

/** Throws ConfigurationError. */
export function parseCommandLine(args: readonly string[]): CommandLine {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        config: { type: 'string' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
        version: { type: 'boolean', default: false },
      },
    });
    return values;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConfigurationError([`${reason} (--help shows what there is)`], { cause: error });
  }
}

const USAGE = `A WebSocket gateway for the functions register, transport and cleanup.

Usage: node gateway.mjs [--config FILE] [--json]

  --config FILE  settings in YAML or JSON
  --json         print one line {"event":"ready","wsUrl":…,"pushBackUrl":…} once it serves
  --version      print the version
  --help         print this

Each setting can stand in the file, or in the environment, which goes first; lists are comma
separated there.
`;

/** What --help prints. */
export function helpText(): string {
  const lines = SETTING_NAMES.map((name) => {
    const { meaning, expected, default: fallback }: Setting = SETTINGS[name];
    const given = fallback === undefined ? '' : ` (default: ${String(fallback) || 'none'})`;
    return `  ${name}, ${variableOf(name)}\n      ${meaning}${given}\n      expected: ${expected}`;
  });
  return `${USAGE}\n${lines.join('\n')}\n`;
}
