import { sleep } from '../shared/processes';
import { Application, LOOK } from './application';
import { Judgement, judgeEnd, judgeWaiting, Observed } from './judge';
import { LambdaEndpoint } from './lambda';
import { Listener, listeners } from './listening';
import { Output } from './output';
import { Place } from './place';
import { activity, Rest } from './processes';
import { said, Said } from './said';
import { Settings } from './settings';

/** Milliseconds of rest, on a machine that has time, after which something is taken to go on no more. */
const REST = { listens: 100, runs: 500, wants: 500, elsewhere: 1000, waits: 3000 };
/** Milliseconds that an application may go on after it listens, or that one without a port is watched. */
const MOST = { settling: 1000, working: 10_000 };

/** Settings that an application was started with, and where. */
export interface Watched {
  readonly application: Application;
  readonly output: Output;
  readonly settings: Settings;
  readonly place: Place;
  /** The port that the image names, as its environment has it. */
  readonly port?: number;
  readonly lambda?: LambdaEndpoint;
  /** Ports that are not those of the application. */
  readonly except: readonly number[];
  /** The services beside it. */
  readonly others: readonly number[];
  readonly began: number;
  /** Asks the health check of the image once. */
  readonly isHealthy: () => Promise<boolean | undefined>;
}

/** Result of a start, and where the application listens. */
export interface Watching extends Judgement {
  readonly listening: readonly Listener[];
}

/** Watches an application until it can be told what comes of it. There are no fixed waits: what is looked for is looked for often. */
export async function watch(watched: Watched): Promise<Watching> {
  const { application, output, settings, lambda, except, began, port } = watched;
  const rest = new Rest();
  let listenedAt: number | undefined;
  for (let looks = 0; ; looks += 1, await sleep(LOOK)) {
    output.drain();
    const now = Date.now();
    const listening = listeners(except);
    const ports = [...new Set(listening.map(item => item.port))];
    const done = (judgement: Judgement): Watching => ({ ...judgement, listening });
    const ended = application.ending;
    if (lambda?.failure !== undefined) return done(judgeEnd({ code: 1 }, observe(watched, ports, `${output.text}\n${lambda.failure}`)));
    if (ended) {
      output.drain();
      return done(judgeEnd(ended, observe(watched, ports, output.text)));
    }
    if (lambda?.loaded) return done({ verdict: 'started', message: 'the handler is loaded' });
    const resting = rest.look(activity(application.pid, watched.others), output.size) * LOOK;
    const waiting = async (atRest: boolean) => {
      const healthy = ports.length && settings.asksPort ? await watched.isHealthy() : undefined;
      return done(judgeWaiting(observe(watched, ports, output.text), atRest, healthy));
    };
    if (now - began > settings.timeoutSeconds * 1000) return waiting(false);
    if (lambda) {
      if (resting >= REST.waits) return done({ verdict: 'open', message: 'it came to rest and never asked for an event, so whether its handler can be loaded is not known', remedy: 'StartGate.none() says that it is not to be started in a build' });
      continue;
    }
    if (port === undefined ? ports.length > 0 : ports.includes(port)) {
      listenedAt ??= now;
      if (resting >= REST.listens || now - listenedAt > MOST.settling) return done(ready(watched, ports, listenedAt));
      continue;
    }
    if (port === undefined) {
      if (resting >= REST.runs || looks * LOOK > MOST.working) return waiting(resting >= REST.runs);
    } else if (ports.length ? resting >= REST.elsewhere : resting >= patience(watched)) {
      return waiting(true);
    }
  }
}

function observe({ place, port, settings, began }: Watched, listening: readonly number[], output: string): Observed {
  return { output, place, port, listening, asksPort: settings.asksPort, seconds: (Date.now() - began) / 1000 };
}

function ready({ port, began, settings }: Watched, ports: readonly number[], listenedAt: number): Judgement {
  const when = `listens on ${(port === undefined ? ports : [port]).join(', ')} after ${((listenedAt - began) / 1000).toFixed(2)} s`;
  return port !== undefined || settings.health ? { verdict: 'started', message: when } : {
    verdict: 'started', message: `${when}, and the image names no port`, remedy: `set port: ${ports[0]}, so that it has a health check`,
  };
}

let heard: { size: number; cause: Said | undefined } = { size: -1, cause: undefined };

/** How long an application may be at rest before it listens: less where it said what it waits for. */
function patience({ output, place, settings }: Watched): number {
  if (settings.required) return Infinity;
  if (heard.size !== output.size) heard = { size: output.size, cause: said(output.text, place) };
  return heard.cause ? REST.wants : REST.waits;
}
