import { Place } from './place';
import { crashed, lastWord, managerFailure, said } from './said';

/** How a process ended. */
export interface Ending {
  readonly code?: number | null;
  readonly signal?: string | null;
  /** Why it was not started at all. */
  readonly error?: string;
}

/** Observations of an application while it started. */
export interface Observed {
  readonly output: string;
  readonly place: Place;
  /** The port that the image names. */
  readonly port?: number;
  /** True if the image has a health check that asks that port. */
  readonly asksPort: boolean;
  /** The ports on which it listens. */
  readonly listening: readonly number[];
  readonly seconds: number;
}

/**
 * Judgement of a start: it started; it did not, and the image is at fault; or it did not, and whether it would elsewhere cannot
 * be told in a build.
 */
export interface Judgement {
  readonly verdict: 'started' | 'fault' | 'open';
  readonly message: string;
  readonly remedy?: string;
}

/** Advice where a build has not the thing that the application wants. */
const OPEN = 'the build has no such thing: give it by StartGate.environment({...}), or do without the gate by StartGate.none()';

/** Judges an application that ended by itself. */
export function judgeEnd(ending: Ending, observed: Observed): Judgement {
  const { output, place, port, listening } = observed;
  const when = listening.length ? `after it listened on ${listening.join(', ')}` : port === undefined ? 'by itself' : `before it listened on ${port}`;
  if (ending.code === 0) {
    const failure = managerFailure(output);
    if (failure !== undefined) return endedInPlaceOf(observed, when, failure);
    if (port === undefined) return { verdict: 'started', message: `ended with 0${output === '' ? ' and printed nothing' : ''}` };
    return endedWell(observed, when);
  }
  const how = ending.error ?? (ending.signal ? `killed by ${ending.signal}` : `ended with ${ending.code}`);
  const cause = said(`${output}\n${ending.error ?? ''}`, place);
  if (cause?.kind === 'fault') return { verdict: 'fault', message: `${how} ${when}: ${cause.what}`, remedy: cause.remedy };
  if (ending.code === 126 || ending.code === 127) {
    return { verdict: 'fault', message: `${how} ${when}: ${ending.code === 127 ? 'a program is not in the image' : 'a program cannot be executed'}`, remedy: 'set "command" to what the image has, or take a "baseImage" that has the program' };
  }
  if (cause) return { verdict: 'open', message: `${how} ${when}: ${cause.what}`, remedy: OPEN };
  const word = lastWord(output);
  return { verdict: 'open', message: `${how} ${when}${word === undefined ? ', without a word' : `: ${word}`}`, remedy: `whether the build lacks something or the application is broken cannot be told; ${OPEN}` };
}

/** Judges an application that ended when it was asked for its first page; undefined where that is no failure. */
export function judgeAsked(ending: Ending | undefined, observed: Observed): Judgement | undefined {
  if (!ending || ending.code === 0) return undefined;
  const judged = judgeEnd(ending, observed);
  return { ...judged, message: `asked for /, it ${ending.signal ? 'was ' : ''}${judged.message}` };
}

/** An end with 0 of a process manager that could not start what it was to run, which is never well. */
function endedInPlaceOf({ output, place }: Observed, when: string, failure: string): Judgement {
  const cause = said(output, place);
  const message = `ended with 0 ${when}, and what it was to run did not start: ${cause?.what ?? failure}`;
  if (cause?.kind === 'outside') return { verdict: 'open', message, remedy: OPEN };
  return { verdict: 'fault', message, remedy: cause?.remedy ?? 'correct the settings of the process manager, or start the application without it by "command"' };
}

/** An end with 0 of what was to serve: a library, or a program that goes to the background. */
function endedWell({ output, place, port, asksPort }: Observed, when: string): Judgement {
  const cause = said(output, place);
  const message = `ended with 0 ${when}`;
  if (cause?.kind === 'outside') return { verdict: 'open', message: `${message}: ${cause.what}`, remedy: OPEN };
  if (!asksPort) return { verdict: 'started', message };
  const last = cause?.what ?? lastWord(output);
  return {
    verdict: 'fault',
    message: `${message}${last === undefined ? '' : `: ${last}`}, so its health check asks where nothing listens`,
    remedy: cause?.remedy ?? `what starts is no server, or goes to the background: set "command" or "startScript" to what serves on ${port}; a program that is to end has healthCheck: HealthCheck.none()`,
  };
}

/** Judges an application that runs, and either is at rest or has had its time, without listening on the port that the image names. */
export function judgeWaiting(observed: Observed, atRest: boolean, healthy: boolean | undefined): Judgement {
  const { output, place, port, asksPort, listening, seconds } = observed;
  const state = atRest ? 'came to rest' : `is still busy after ${Math.round(seconds)} s`;
  const cause = said(output, place);
  if (port === undefined) {
    if (cause?.kind === 'fault' && crashed(output)) return { verdict: 'fault', message: `${state}, but what it runs ended: ${cause.what}`, remedy: cause.remedy };
    if (cause?.kind === 'outside') return { verdict: 'open', message: `runs, and says: ${cause.what}`, remedy: OPEN };
    return { verdict: 'started', message: atRest ? 'runs, and came to rest' : `runs, and ${state}` };
  }
  const elsewhere = listening.length > 0;
  const where = elsewhere ? `listens on ${listening.join(', ')}, the image says ${port}` : `${state} without listening on ${port}`;
  if (cause?.kind === 'fault') return { verdict: 'fault', message: `${where}: ${cause.what}`, remedy: cause.remedy };
  if (cause) return { verdict: 'open', message: `${where}: ${cause.what}`, remedy: OPEN };
  if (!elsewhere) return { verdict: 'open', message: where, remedy: `whether it waits for something or would never listen cannot be told; ${OPEN}, or correct "port"` };
  const remedy = `set port: ${listening[0]}, or let the application listen on the variable PORT`;
  return asksPort && healthy === false ? { verdict: 'fault', message: `${where}, and its health check fails`, remedy } : { verdict: 'started', message: where, remedy };
}
