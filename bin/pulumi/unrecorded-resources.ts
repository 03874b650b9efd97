import * as v from 'valibot';
import { CommandError } from '../command-error';
import type { Engine } from './engine';
import { finderOfIds, roleFromBefore } from './find-in-cloud';
import { StateResourceSchema, type StackState, type StateResource } from './stack-state';

/** What Pulumi writes where an input is not known before the run. */
const UNKNOWN = '04da6b54-80e4-46f7-96ec-b56ff0331ba9';
/** Longer than clocks differ, and than zones do: CAM does not say of which its times are. */
const DOUBT_MS = 12 * 60 * 60 * 1000;
/** What it writes for a secret. */
const HIDDEN = '[secret]';

const Preview = v.object({
  steps: v.optional(
    v.array(v.object({ op: v.string(), newState: v.optional(StateResourceSchema) })),
    [],
  ),
});

/**
 * Takes into the state what a run made in the cloud without recording it: it was killed, or the
 * cloud's answer was lost. Without that, the next run would make a second one, or be refused
 * because the name is in use. The state is right only after a refresh.
 *
 * After a run that came to its end it is not known what was under way. Whatever an up would make is
 * looked up then, unless the cloud has had it for longer than this state could have made it.
 *
 * @param failingSince when the first failed run since the last good one began; undefined where the
 *   last run was cut off, in milliseconds since 1970
 * @returns what may have been made, as people read it
 * @throws CommandError when the cloud cannot be asked
 */
export async function recordUnrecorded(
  engine: Engine,
  stack: string,
  state: StackState,
  failingSince: number | undefined,
): Promise<string[]> {
  const interrupted = state.pending.filter(({ type }) => type === 'creating');
  const candidates =
    interrupted.length > 0
      ? interrupted.map(({ resource }) => resource)
      : await notSomebodyElses(await stillToBeMade(engine, stack), stack, failingSince);
  const added = await foundInCloud(state, candidates);
  if (state.pending.length > 0 || added.length > 0) {
    await state.rewrite(engine, stack, added);
  }
  return added.map(
    ({ urn, type }) => `${type.split(':').at(-1) ?? ''} ${urn.split('::').at(-1) ?? ''}`,
  );
}

/** What an up would make now; nothing when the program cannot be run. */
async function stillToBeMade(engine: Engine, stack: string): Promise<StateResource[]> {
  const { code, stdout } = await engine.capture(['preview', '--json', '--stack', stack]);
  if (code !== 0) {
    return [];
  }
  const { steps } = v.parse(Preview, JSON.parse(stdout));
  return steps.flatMap(({ op, newState }) => (op === 'create' && newState ? [newState] : []));
}

/**
 * The candidates, or none of them where one has been there before this state could have made it:
 * then another copy of the project has deployed a stack of this name, and what is there is its own.
 */
async function notSomebodyElses(
  candidates: StateResource[],
  stack: string,
  failingSince = Date.now(),
): Promise<StateResource[]> {
  const old = await lookUp(() => roleFromBefore(candidates, failingSince - DOUBT_MS));
  if (old === undefined) return candidates;
  console.error(
    `The cloud has had the role ${String(old.inputs['name'])} since before this state was in use: ` +
      `another copy of this project, with a state of its own, has deployed a stack "${stack}" into this account. ` +
      'What belongs to it is left alone.\n' +
      'To fix it: use that state (PULUMI_BACKEND_URL), or a stack of another name, such as npm run up -- --stack mine.',
  );
  return [];
}

/** Those of the candidates that the cloud has, as the state would have them. */
async function foundInCloud(
  state: StackState,
  candidates: readonly StateResource[],
): Promise<StateResource[]> {
  const live = state.resources.filter(({ pendingReplacement }) => pendingReplacement !== true);
  const urns = new Set(live.map(({ urn }) => urn));
  const ids = new Set(state.resources.flatMap(({ id }) => id ?? []));
  const found: StateResource[] = [];
  await lookUp(async () => {
    const findId = finderOfIds(ids);
    for (const candidate of candidates) {
      const provider = providerOf(state, candidate);
      const needs = [
        ...(candidate.dependencies ?? []),
        ...(candidate.parent === undefined ? [] : [candidate.parent]),
      ];
      const isPossible = !urns.has(candidate.urn) && needs.every((urn) => urns.has(urn));
      if (provider !== undefined && isPossible && !hasUnknownInputs(candidate)) {
        const id = await findId(candidate);
        if (id !== undefined) {
          urns.add(candidate.urn);
          ids.add(id);
          found.push(asRecorded({ ...candidate, provider }, id));
        }
      }
    }
  });
  return found;
}

async function lookUp<Found>(ask: () => Promise<Found>): Promise<Found> {
  try {
    return await ask();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CommandError(
      `The last run did not end well, and what it has left in the cloud could not be looked up: ${reason}\n` +
        'Nothing was changed. To fix it: mend what the message names, then run the same command again.',
      { cause },
    );
  }
}

/** A preview does not know the provider's id, which the state does. */
function providerOf(state: StackState, { provider = '' }: StateResource): string | undefined {
  const known = state.resources.find(({ urn }) => provider.startsWith(`${urn}::`));
  return known && `${known.urn}::${known.id ?? ''}`;
}

function hasUnknownInputs({ inputs }: StateResource): boolean {
  return Object.values(inputs).includes(UNKNOWN);
}

/** As if it had been made, as far as is known; a refresh and the next up complete it. */
function asRecorded(resource: StateResource, id: string): StateResource {
  const inputs = withoutPlaceholders(resource.inputs) as Record<string, unknown>;
  return { ...resource, id, inputs, outputs: { ...inputs, ...idOutputs(resource, id) } };
}

/**
 * The outputs by which a refresh knows what to ask for: the provider's resources have their id
 * under a name of their own, such as `camRoleId`, and ours under `apiId`.
 */
function idOutputs({ type }: StateResource, id: string): Record<string, string> {
  const [, name] = /^tencentcloud:index\/(\w+):/.exec(type) ?? [];
  return name === undefined ? { apiId: id } : { [`${name}Id`]: id };
}

function withoutPlaceholders(value: unknown): unknown {
  if (Array.isArray(value) || typeof value !== 'object' || value === null) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== UNKNOWN && inner !== HIDDEN)
      .map(([key, inner]) => [key, withoutPlaceholders(inner)]),
  );
}
