/** One of our commands that are Pulumi's. */
export interface PulumiCommand {
  readonly description: string;
  /** What it is to Pulumi. */
  readonly words: readonly string[];
  /** Whether it makes the stack where there is none yet. */
  readonly makesStack?: true;
  /** Whether it acts on what the state says, and takes `--refresh` to look first. */
  readonly takesRefresh?: true;
  /** Whether it may write into the state what an interrupted run has made. */
  readonly mendsState?: true;
}

export const PULUMI_COMMANDS = {
  up: {
    description: 'deploy or update a stack',
    words: ['up'],
    makesStack: true,
    takesRefresh: true,
    mendsState: true,
  },
  preview: {
    description: 'show what up would change',
    words: ['preview'],
    makesStack: true,
    takesRefresh: true,
  },
  refresh: {
    description: "compare a stack's state with what exists",
    words: ['refresh'],
    mendsState: true,
  },
  destroy: {
    description: 'delete everything a stack has made',
    words: ['destroy'],
    takesRefresh: true,
    mendsState: true,
  },
  outputs: { description: "print a stack's outputs", words: ['stack', 'output'] },
  pulumi: { description: 'any other command of Pulumi, such as: pulumi config', words: [] },
} as const satisfies Readonly<Record<string, PulumiCommand>>;

export type PulumiCommandName = keyof typeof PULUMI_COMMANDS;

export function isPulumiCommand(name: string | undefined): name is PulumiCommandName {
  return name !== undefined && Object.hasOwn(PULUMI_COMMANDS, name);
}
